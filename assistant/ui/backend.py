"""The assistant behind the window, opened in the background while the window is already there.

It then keeps the index in step with the folder, for all visitors, and says on the board what is going on.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.eta import Pace
from assistant.pipeline import Assistant
from assistant.ui.catalogue import Catalogue
from assistant.ui.exports import Exports
from assistant.ui.following import Following
from assistant.ui.html.labels import LANGUAGES, both
from assistant.ui.html.plurals import changes
from assistant.ui.removed import RemovedFiles
from assistant.ui.status import Progress, StatusBoard, progress_step
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.ledger.rows import ArticleRecord, FileRecord, SyncReport
from vectorstore.sync.folder import remove_unfinished
from vectorstore.sync.further import Folders, join_folders
from vectorstore.types import OnProgress

log = logging.getLogger(__name__)

CLOSING_SECONDS = 10.0
"""Seconds that an opening which is under way is waited for at the end: a library that loads a model while Python is
taken down can abort the process."""

WARMUP_DELAY_SECONDS = 5.0
"""Seconds after which the model is loaded although nobody has come yet."""


@dataclass(frozen=True, slots=True)
class BackendState:
    """What the window can do at one moment, and what it may offer."""

    opened: bool = False
    """Whether the opening is over, well or not; `error` says why it failed."""
    settled: bool = False
    """Whether the model is loaded and the first questions are known, or will not be."""
    error: VectorstoreError | None = None
    progress: Progress = field(default_factory=Progress)
    """How far the opening has come."""
    suggestions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """First questions to try, by language."""
    may_change: bool = False
    """Whether files may be added and taken out here: not where another process keeps the index."""
    may_stop: bool = False
    """Whether a visitor may stop the indexing here and let it go on."""
    has_files: bool = False
    """Whether the files of the catalogue lie in a folder of this machine, so that they can be opened."""
    worded: bool = False
    """Whether a language model words the answers."""
    model: str = ""
    """Its name; empty where answers are quotes."""
    remote_address: str = ""
    """The address outside this machine that passages are sent to; empty where none is."""


class Backend:
    """One assistant for all visitors; it holds nothing of any of them, but for a minute what they take away."""

    def __init__(
        self,
        open_assistant: Callable[[OnProgress], Assistant],
        corpus: Path,
        may_change: bool = False,
        watch: bool = True,
        further: Sequence[Path] = (),
    ) -> None:
        """`corpus` is the folder; `may_change`: whether visitors may add files to it and take them out;
        `watch`: whether it is kept in step from the start on, and not only when somebody asks; `further`: folders that
        joined the first one, as whoever opens the index has them."""
        self._open_assistant = open_assistant
        self._corpus = corpus
        self.further = tuple(further)
        self._may_change = may_change
        self._watch = watch
        self._opened, self._greeted, self._settled = threading.Event(), threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._open, name="isnad-opening", daemon=True)
        self._naming: threading.Thread | None = None
        self._unnamed, self._ending = threading.Event(), threading.Event()
        self._changing, self._closed = threading.Lock(), False
        self._listed: tuple[int, Catalogue] | None = None
        self._files: Sequence[FileRecord] = ()
        self._paces: dict[str, Pace] = {}
        self._progress = Progress()
        self._error: VectorstoreError | None = None
        self._suggestions: dict[str, list[str]] = {}
        self.board = StatusBoard()
        self.following = Following(self.board, self._changed)
        self.removed = RemovedFiles(self.folders)
        self.exports = Exports()
        self.assistant: Assistant | None = None

    def start(self) -> None:
        """Begin opening, in a thread of its own."""
        self._thread.start()

    def state(self) -> BackendState:
        """What can be done at this moment; waits for the first look for language models, which is short."""
        assistant = self.assistant
        chosen = assistant.models.chosen if assistant is not None else None
        owned = assistant is not None and not (assistant.index.read_only or assistant.index.shared)
        return BackendState(
            opened=self._opened.is_set(),
            settled=self._settled.is_set(),
            error=self._error,
            progress=self._progress,
            suggestions=self._suggestions,
            may_change=self._may_change and owned,
            may_stop=self._may_change and (assistant is None or owned),
            has_files=assistant is not None and not assistant.index.shared,
            worded=chosen is not None,
            model=(chosen.name or chosen.server or chosen.url) if chosen is not None else "",
            remote_address=assistant.models.remote_address if assistant is not None else "",
        )

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
        assistant = self.assistant
        if assistant is None:
            return None
        with self._changing:
            state = self.board.status.corpus
            if self._listed is None or self._listed[0] != state:
                self._listed = state, _catalogue_of(assistant.index)
            return self._listed[1]

    def folders(self) -> Folders:
        """The folder of the articles and the further ones, under the names that their files have now."""
        return join_folders(self._corpus, self.further)

    def include(self, further: Sequence[Path]) -> None:
        """Take these further folders for all that there are, and bring the index in step with them."""
        self.further = tuple(further)
        self.following.include(further)

    def close(self) -> None:
        """Close what was opened, or is opened later: whatever is under way in the background ends with it."""
        with self._changing:
            self._closed, assistant = True, self.assistant
        self._ending.set()
        self._greeted.set()
        if self._naming is not None:
            self._naming.join(CLOSING_SECONDS)
        self.following.stopping.set()  # an opening that is under way ends with the batch in hand
        self.following.close()
        if assistant is not None:
            assistant.close()
        if self._thread.is_alive():
            self._thread.join(CLOSING_SECONDS)

    def _changed(self, report: SyncReport) -> None:
        """Tell what a sync changed."""
        known = {(record.source, record.reason) for record in self._files}
        unread = sum(r.status == "refused" and (r.source, r.reason) not in known for r in report.files)
        single = all(record.articles == 1 for record in report.files if record.status == "indexed")
        note = changes(report, unread, single) or both("no_news")
        different = tuple(self._files) != tuple(report.files)
        self._files = report.files
        self.board.tell(corpus=different, progress=None, note=note, error="")
        if report.changed or report.removed or not self._suggestions.get(LANGUAGES[0]):
            self._warm()  # first questions are of articles that are there
            self._find_names()

    # -- opening -----------------------------------------------------------------------------------

    def _open(self) -> None:
        assistant = self._try_to_open()
        with self._changing:
            closed = self._closed
            if not closed:
                self.assistant = assistant
        if closed:
            if assistant is not None:
                assistant.close()
        elif assistant is not None:
            self._files = assistant.index.report.files
            if not assistant.index.shared:
                remove_unfinished(self._corpus)
            self.following.take(assistant.index)
        self._opened.set()
        if self.assistant is not None:
            self._greeted.wait(WARMUP_DELAY_SECONDS)
            self._warm()
        self._settled.set()
        if self.following.stopping.is_set():
            self.board.tell(paused=True)
        elif self._watch:
            self.following.follow()
        self._find_names()

    def _try_to_open(self) -> Assistant | None:
        try:
            return self._open_assistant(self._note)
        except VectorstoreError as error:
            self._error = error
        except Exception as error:  # the thread's outermost edge: without this the window would wait for ever
            log.exception("the index could not be opened")
            self._error = VectorstoreError("unexpected", detail=str(error))
        return None

    def _warm(self) -> None:
        """Load the models and draw the first questions; where the window is closed meanwhile, that is no fault."""
        assistant = self.assistant
        if assistant is None or self._closed:
            return
        try:
            assistant.warm()
            self._suggestions = {language: assistant.suggestions.first(language) for language in LANGUAGES}
        except Exception:  # the first question meets the same error and shows it where it is read
            if not self._closed:
                log.exception("the model could not be loaded")

    def _find_names(self) -> None:
        """Find the names of the articles in the background, in a thread of its own: nobody waits for it, not even a
        sync. What comes meanwhile is read after it."""
        assistant, running = self.assistant, self._naming
        self._unnamed.set()
        if assistant is None or self._closed or (running is not None and running.is_alive()):
            return

        def find() -> None:
            try:
                while self._unnamed.is_set() and not self._ending.is_set():
                    self._unnamed.clear()
                    assistant.names.register(should_stop=self._ending.is_set)
            except Exception:  # the thread's outermost edge; the page of names says that they are not there yet
                if not self._closed:
                    log.exception("the names could not be found")

        thread = threading.Thread(target=find, name="isnad-naming", daemon=True)
        thread.start()  # before it is known: a close may join it at once
        self._naming = thread

    def _note(self, stage: str, done: int, total: int) -> None:
        self._progress = progress_step(self._paces, stage, done, total, time.monotonic())


def _catalogue_of(index: Index) -> Catalogue:
    """The files of the present state; their articles are read when they are unfolded."""

    def articles(file: str, limit: int, skipped: int) -> Sequence[ArticleRecord]:
        with index.reading() as snapshot:
            return snapshot.articles(limit, skipped, file)

    with index.reading() as snapshot:
        return Catalogue(snapshot.files(), articles)
