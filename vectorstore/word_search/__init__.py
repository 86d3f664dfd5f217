"""Search by words alone: passages that a pattern fits, counted and sorted, and no answer.

Doors: `request`, `excerpt`, `find`.
"""
