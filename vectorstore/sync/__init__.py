"""The folder against the ledger: what is new is read, split, embedded and written, what is gone is erased.

Doors: `sync.sync` (the only one that writes the ledger from folders), `folder` (adding and taking out files), `further`
(which folders there are, and under which names).
"""
