"""The folder against the ledger: what is new is read, split, embedded and written, what is gone is erased.

Doors: `sync.sync` (the only one that writes the ledger from a folder), `folder` (adding and taking out files).
"""
