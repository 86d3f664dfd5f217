"""A local language model, where the person has one: it words the answer and never decides what is true.

Doors: `selection.Models` (which one, and the line before it), `answerer` (its part in a conversation).
"""
