"""A file becomes documents, or refusals that say why.

Door: `documents.read_documents`. All formats but plain text have parsers that a file can break, and are read in the
child process of `sandbox`. Knows no index and no folder.
"""
