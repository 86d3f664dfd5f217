"""Conversations that outlive the window: kept in one SQLite file, found again, judged, and erased where they are deleted.

Doors: `kept`, `store`, `question_lines`.
"""
