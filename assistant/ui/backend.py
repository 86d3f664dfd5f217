"""The assistant behind the window, opened in the background while the window is already there.

It then keeps the index in step with the folder, for all visitors, and says on the board what is going on.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.eta import Pace
from assistant.llm.discovery import Offer
from assistant.pipeline import Assistant
from assistant.ui.catalogue import Catalogue, key_of
from assistant.ui.html.labels import LANGUAGES, both, said
from assistant.ui.html.plurals import changes
from assistant.ui.status import Progress, StatusBoard, progress_step
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.ledger.rows import ArticleRecord, FileRecord, SyncReport
from vectorstore.sync.folder import remove_file, remove_unfinished, restore_file
from vectorstore.types import OnProgress
from vectorstore.watch import Watcher

log = logging.getLogger(__name__)

WARMUP_DELAY_SECONDS = 5.0
"""Seconds after which the model is loaded although nobody has come yet."""

MAX_RESTORABLE_FILES = 50
"""Files that were taken out and can still be put back from the window."""

NO_MODEL = "none"
"""The key of the choice that answers are quotes."""




class Backend:
    """One assistant for all visitors; it holds nothing of any of them."""

    def __init__(
        self,
        open_assistant: Callable[[OnProgress], Assistant],
        corpus: Path,
        may_change: bool = False,
        watch: bool = True,
    ) -> None:
        """`corpus` is the folder; `may_change`: whether visitors may add files to it and take them out;
        `watch`: whether it is kept in step from the start on, and not only when somebody asks."""
        self._open_assistant = open_assistant
        self._corpus = corpus
        self._watch = watch
        self._removed: dict[str, tuple[Path, str]] = {}
        self._opened = threading.Event()
        self._greeted = threading.Event()
        self._settled = threading.Event()
        self._thread = threading.Thread(target=self._open, name="isnad-opening", daemon=True)
        self._listing = threading.Lock()
        self._listed: tuple[int, Catalogue] | None = None
        self._steering = threading.Lock()
        self._watcher: Watcher | None = None
        self._files: Sequence[FileRecord] = ()
        self._paces: dict[str, Pace] = {}
        self.stopping = threading.Event()
        self.board = StatusBoard()
        self.progress = Progress()
        self.assistant: Assistant | None = None
        self.error: VectorstoreError | None = None
        self.suggestions: dict[str, list[str]] = {}
        self._may_change = may_change

    def start(self) -> None:
        """Begin opening, in a thread of its own."""
        self._thread.start()

    @property
    def opened(self) -> bool:
        """Whether the opening is over, well or not."""
        return self._opened.is_set()

    @property
    def settled(self) -> bool:
        """Whether the model is loaded and the first questions are known, or will not be."""
        return self._settled.is_set()

    @property
    def may_change(self) -> bool:
        """Whether files may be added and taken out here: not where another process keeps the index."""
        assistant = self.assistant
        return self._may_change and assistant is not None and not (assistant.index.read_only or assistant.index.shared)

    @property
    def may_stop(self) -> bool:
        """Whether a visitor may stop the indexing here and let it go on."""
        assistant = self.assistant
        return self._may_change and (assistant is None or not (assistant.index.read_only or assistant.index.shared))

    @property
    def has_files(self) -> bool:
        """Whether the files of the catalogue lie in a folder of this machine, so that they can be opened."""
        return self.assistant is not None and not self.assistant.index.shared

    @property
    def worded(self) -> bool:
        """Whether a language model words the answers."""
        return self.assistant is not None and self.assistant.models.chosen is not None

    @property
    def leaves_to(self) -> str:
        """The address outside this machine that passages are sent to; empty where none is."""
        return self.assistant.models.remote_address if self.assistant is not None else ""

    def wait(self, seconds: float) -> bool:
        """Wait for the opening to be over, at most so long."""
        return self._opened.wait(seconds)

    def greeted(self) -> None:
        """Somebody has the window in front of them: the model may be loaded now.

        Loading takes seconds of both Python's lock and the disk, and a page that is still on its way would
        wait for it.
        """
        self._greeted.set()

    def catalogue(self) -> Catalogue | None:
        """The files of the present state; None while nothing is open."""
        if self.assistant is None:
            return None
        with self._listing:
            state = self.board.status.corpus
            if self._listed is None or self._listed[0] != state:
                self._listed = state, _catalogue_of(self.assistant.index)
            return self._listed[1]

    def close(self) -> None:
        """Close what was opened."""
        with self._steering:
            if self._watcher is not None:
                self._watcher.stop()
        if self.assistant is not None:
            self.assistant.close()

    # -- in step with the folder -------------------------------------------------------------------

    def follow(self) -> None:
        """Watch the folder from now on, and sync in the background."""
        with self._steering:
            if self.assistant is not None and self._watcher is None:
                self._watcher = Watcher()
                board = self.board
                self._watcher.start(self.assistant.index, board.work, self._changed, self._failed, board.rest)

    def sync(self, retry: bool = False) -> None:
        """Sync now; `retry` reads the files again that were refused."""
        self.stopping.clear()
        self.board.tell(paused=False, note="", error="")
        self.follow()
        with self._steering:
            if self._watcher is not None:
                self._watcher.wake(retry)

    def pause(self) -> None:
        """Stop indexing, until `sync`; waits for the batch in hand, which is kept.

        While the index is opened, `stopping` tells the one who opens it: what is there by then can be asked.
        """
        self.stopping.set()
        if not self.opened:
            return
        with self._steering:
            watcher, self._watcher = self._watcher, None
            if watcher is not None:
                watcher.stop()
        self.board.tell(paused=True, progress=None)

    def remove(self, key: str) -> str:
        """Take a file of the catalogue out of the folder; returns the key that `restore_file` takes.

        Raises VectorstoreError: unknown_source, folder_closed, disk_full.
        """
        catalogue = self.catalogue()
        record = catalogue.file(key) if catalogue else None
        if record is None:
            raise VectorstoreError("unknown_source", source="")
        kept = remove_file(self._corpus, record.source)
        back = secrets.token_hex(12)
        self._removed[back] = kept, record.source
        while len(self._removed) > MAX_RESTORABLE_FILES:
            self._removed.pop(next(iter(self._removed)))
        self.sync()
        return back

    def put_back(self, key: str) -> None:
        """Put a file back that was taken out; raises VectorstoreError: unknown_source, file_names, folder_closed."""
        kept = self._removed.get(key)
        if kept is None:
            raise VectorstoreError("unknown_source", source="")
        restore_file(self._corpus, *kept)
        self._removed.pop(key, None)
        self.sync()

    def offers(self) -> tuple[Sequence[Offer], Offer | None]:
        """The language models that can be chosen, and the one that is; looks around anew."""
        if self.assistant is None:
            return (), None
        chosen, found = self.assistant.models.chosen, self.assistant.models.offers()
        return (*found, *([chosen] if chosen is not None and chosen not in found else [])), chosen

    def choose(self, key: str) -> None:
        """Let a model of `offers` word the answers from now on, or none; raises VectorstoreError("no_such_model")."""
        if self.assistant is None:
            return
        found = {key_of(f"{offer.url}#{offer.name}"): offer for offer in self.offers()[0]}
        if key != NO_MODEL and key not in found:
            raise VectorstoreError("no_such_model")
        self.assistant.models.choose(found.get(key))
        self.board.tell()

    def _changed(self, report: SyncReport) -> None:
        known = {(record.source, record.reason) for record in self._files}
        unread = sum(r.status == "refused" and (r.source, r.reason) not in known for r in report.files)
        single = all(record.articles == 1 for record in report.files if record.status == "indexed")
        note = changes(report, unread, single) or both("no_news")
        different = tuple(self._files) != tuple(report.files)
        self._files = report.files
        self.board.tell(corpus=different, progress=None, note=note, error="")
        if report.changed or report.removed or not self.suggestions.get(LANGUAGES[0]):
            self._warm(self.assistant)  # first questions are of articles that are there

    def _failed(self, error: VectorstoreError) -> None:
        log.warning("the folder could not be synced: %s", error)
        sentence = said(error.code, **error.values) if error.code != "unexpected" else both("failed")
        self.board.tell(progress=None, error=sentence)

    # -- opening -----------------------------------------------------------------------------------

    def _open(self) -> None:
        try:
            self.assistant = self._open_assistant(self._note)
        except VectorstoreError as error:
            self.error = error
        except Exception as error:  # the thread's outermost edge: without this the window would wait for ever
            log.exception("the index could not be opened")
            self.error = VectorstoreError("unexpected", detail=str(error))
        if self.assistant is not None:
            self._files = self.assistant.index.report.files
            if not self.assistant.index.shared:
                remove_unfinished(self._corpus)
        self._opened.set()
        if self.assistant is not None:
            self._greeted.wait(WARMUP_DELAY_SECONDS)
            self._warm(self.assistant)
        self._settled.set()
        if self.stopping.is_set():
            self.board.tell(paused=True)
        elif self._watch:
            self.follow()

    def _warm(self, assistant: Assistant) -> None:
        try:
            assistant.warm()
            self.suggestions = {language: assistant.suggestions(language) for language in LANGUAGES}
        except Exception:  # the first question meets the same error and shows it where it is read
            log.exception("the model could not be loaded")

    def _note(self, stage: str, done: int, total: int) -> None:
        self.progress = progress_step(self._paces, stage, done, total, time.monotonic())


def _catalogue_of(index: Index) -> Catalogue:
    """The files of the present state; their articles are read when they are unfolded."""

    def articles(file: str, limit: int, skipped: int) -> Sequence[ArticleRecord]:
        with index.reading() as snapshot:
            return snapshot.articles(limit, skipped, file)

    with index.reading() as snapshot:
        return Catalogue(snapshot.files(), articles)
