"""The chat window: a page, the events of a conversation and of the list of articles, and the server under both.

Door: `window.run`.
"""
