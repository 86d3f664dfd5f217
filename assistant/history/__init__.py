"""Conversations that outlive the window: kept in one SQLite file, found again, judged, and erased when deleted;
and the notebook beside them.

Doors: `kept`, `store`, `requote`, `question_lines`, `notebook`.
"""
