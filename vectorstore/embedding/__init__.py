"""Texts become vectors: the bundled multilingual-e5-small, or any sentence-transformers model.

Door: `embedder` (Embedder, load_embedder, model_fingerprint).
"""
