"""Chroma: collections of vectors, an index that is rebuilt from the ledger whenever it fails.

Doors: `builds` (the folder's collection in step with the ledger), `collection.Store` (searching one), `client.Server`
(a server that many share), `errors.StoreBroken` (one that must be built anew). The only wing that imports chromadb.
"""
