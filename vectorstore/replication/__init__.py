"""One corpus for many windows, through a Chroma server: who fills it, and who follows it.

Door: `roles` (the publisher, and the replica). Can be taken out whole: nothing but `opening` and `index` asks for it.
"""
