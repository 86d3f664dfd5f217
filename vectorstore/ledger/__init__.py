"""SQLite, the truth: files, texts, passages, vectors and the lexical index, in transactions.

Doors: `writer.Ledger` (the one that writes), `reader.LedgerReader` (all that ask), `rows` (what they hand out).
"""
