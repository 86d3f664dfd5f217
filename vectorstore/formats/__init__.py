"""A file becomes documents, or refusals that say why.

Door: `documents.read_documents`. Formats with a parser that a file can break (HTML, PDF, DOCX) are read in the child
process of `sandbox`. Knows no index and no folder.
"""
