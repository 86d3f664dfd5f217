"""Conversations that outlive the window: kept in one SQLite file, found again, judged, and erased when deleted.

Doors: `kept`, `store`, `requote`, `question_lines`.
"""
