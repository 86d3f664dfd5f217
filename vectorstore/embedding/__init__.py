"""Texts become vectors: the bundled multilingual-e5-small, or any sentence-transformers model.

Doors: `embedder` (Embedder, load_embedder, model_fingerprint), `prepared` (keep_prepared), `heaps` (give_back),
`model_folder` (find_model_folder).
"""
