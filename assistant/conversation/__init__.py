"""What is said in a talk, and about the last answer: its quotes again, what stands around them, what came next.

Door: `talk`. Knows the articles only by verified quotes.
"""
