"""From ranked sentences to a verified answer, or to none.

Doors: `abstention` (do the articles answer?), `compose` (which sentences), `citations.verify_and_number` (every
invariant of an answer in one place), `false_premise` (what the question takes for granted and no article has).
"""
