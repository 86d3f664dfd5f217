"""Opening an assistant: its index brought in step, its models to be loaded when they are first needed.

Where this process may not write the index, because another one keeps it or its disk is for reading only, it is read as
it is.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.further import read_further
from assistant.llm.consent import Consent
from assistant.llm.selection import Models
from assistant.messages import say
from assistant.pipeline import Assistant
from assistant.retrieval.reader import Reader, load_reader
from assistant.retrieval.reranker import find_reranker, load_reranker
from assistant.settings import Settings
from vectorstore.chroma.client import ServerAddress
from vectorstore.embedding.embedder import Embedder, load_embedder, model_fingerprint
from vectorstore.embedding.engine import require_engine
from vectorstore.embedding.prepared import keep_prepared
from vectorstore.errors import VectorstoreError
from vectorstore.opening import IndexSource, SyncOptions, open_index, open_read_only
from vectorstore.sync.sync import LazyEmbedder
from vectorstore.types import OnProgress


def open_assistant(
    settings: Settings,
    on_progress: OnProgress | None = None,
    read_only: bool = False,
    retry: bool = False,
    should_stop: Callable[[], bool] = lambda: False,
) -> Assistant:
    """Bring the index in step with the folder and open it; raises VectorstoreError where that cannot be done.

    `retry`: files that were refused are read again; `should_stop` is asked between batches (see `Index.sync`).
    The embedding model is loaded only when a passage must be embedded or a question is asked.
    """
    if settings.reranker:
        find_reranker(settings.reranker, allow_download=settings.allow_download)  # before anything is read or written
    if settings.reader == "trained":
        require_engine()
    keep_prepared(settings.log.with_name("networks"))
    loaded: list[Embedder] = []
    loading = threading.Lock()

    def load() -> Embedder:
        with loading:
            if not loaded:
                loaded.append(load_embedder(settings.model, allow_download=settings.allow_download))
            return loaded[0]

    place = ServerAddress(settings.chroma_url, settings.chroma_collection, settings.chroma_token)
    source = IndexSource(
        None if settings.follows else settings.corpus,
        settings.index,
        place if settings.chroma_url else None,
        comments=settings.comments,
        further=() if settings.follows else read_further(settings.folders),
    )
    fingerprint = model_fingerprint(settings.model)
    if read_only:
        index = open_read_only(source, fingerprint)
    else:
        index = open_index(source, LazyEmbedder(load, fingerprint), SyncOptions(on_progress, retry, should_stop))
    try:
        models = Models(settings.llm, consent=Consent(settings.log.with_name("models.json")))
    except VectorstoreError:
        index.close()
        raise
    assistant = Assistant(index, load, lambda: _readers(settings), models)
    assistant.names.forget_gone()
    return assistant


def _readers(settings: Settings) -> Reader | None:
    """The bundled reader, a reranker over it, or neither."""
    reader = load_reader() if settings.reader == "trained" else None
    return load_reranker(settings.reranker, reader) if settings.reranker else reader


NOTES = {
    "index_locked": "read_only",
    "index_read_only": "disk_read_only",
    "index_not_writable": "index_kept_by_others",
}
"""What is told, by the error that says why the index cannot be written."""


def open_read_only_fallback(
    error: VectorstoreError, settings: Settings, on_progress: OnProgress | None = None
) -> tuple[Assistant, str]:
    """The assistant over what is there, and the sentence that says so; raises `error` where that is no remedy."""
    if error.code == "server_locked":
        note = say("server_read_only", settings.language, holder=error.values["holder"])
        return open_assistant(settings.following(), on_progress), note
    if error.code not in NOTES:
        raise error
    return open_assistant(settings, read_only=True), say(NOTES[error.code], settings.language, **error.values)
