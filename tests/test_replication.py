"""A corpus that many windows share: a real Chroma server on this machine, one indexer, several windows.

Every window has its own folder, as if it ran on another machine, and follows with looks a fraction of a second apart.
"""

from __future__ import annotations

import http.server
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import numpy as np
import pytest

from assistant.cli.commands import main
from assistant.opening import open_assistant
from assistant.pipeline import Assistant
from assistant.settings import Settings
from tests.conftest import SEEDS
from tests.fakes import WordLengths, now, unloadable, vocabulary
from tests.test_index import bytes_of
from tests.test_sync import MARKET, SCHOOL, TRAIN, long_text
from vectorstore.chroma.client import Server, ServerAddress
from vectorstore.chroma.collection import Store
from vectorstore.errors import VectorstoreError
from vectorstore.index import Index
from vectorstore.opening import IndexSource, open_index, open_read_only
from vectorstore.replication.lease import Lease
from vectorstore.replication.manifest import ARTICLES, WRITER, CorpusState, parse_state, read_state, write_state
from vectorstore.replication.packing import SCHEMA

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
KILLS = 6
PORT = "وصلت السفينة إلى الميناء مساء أمس. وأفرغت حمولتها من القمح."
LOOK = 0.2
PATIENCE = 60.0
"""Seconds after which a window that does not follow has failed; on a quiet machine it follows in one."""


class ChromaServer:
    """`chroma run` over a folder, which can be killed and started again at the same address."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        program = shutil.which("chroma", path=str(Path(sys.executable).parent))
        call = [program, "run", "--path", str(self.folder), "--host", "127.0.0.1", "--port", str(self.port)]
        self._process = subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(self._answers)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        self._process.send_signal(signal.SIGSTOP)
        os.waitpid(self._process.pid, os.WUNTRACED)  # until each of its threads has stopped: one may still answer

    def go_on(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def until(holds: Callable[[], bool]) -> None:
    """Wait for something that another thread or process brings about."""
    last = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < last, "it did not come about"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """One server for the tests that only need one; each uses a collection of its own."""
    server = ChromaServer(tmp_path_factory.mktemp("chroma"))
    server.start()
    yield server
    server.kill()


class Shelf:
    """A corpus, the indexer's folder, and as many windows as asked for."""

    def __init__(self, place: Path, server: ChromaServer, opened: ExitStack) -> None:
        self.corpus = place / "مقالات"
        self.folder = place
        self.corpus.mkdir()
        self.server = server
        self.model = WordLengths()
        self.place = ServerAddress(server.url, f"isnad-{place.name}"[:40].strip("-_"))
        self._opened = opened
        for source, text in (("قطار.txt", TRAIN), ("سوق.txt", MARKET), ("مدرسة.txt", SCHOOL)):
            self.write(source, text)

    def write(self, source: str, text: str) -> None:
        (self.corpus / source).write_text(text, encoding="utf-8", newline="")

    def indexer(self, index: str = "indexer", corpus: Path | None = None, model: WordLengths | None = None) -> Index:
        model = model or self.model
        source = IndexSource(corpus or self.corpus, self.folder / index, self.place)
        return self._keep(open_index(source, model.lazy()))

    def window(self, index: str = "window", model: WordLengths | None = None) -> Index:
        fingerprint = (model or self.model).fingerprint
        source = IndexSource(None, self.folder / index, self.place, LOOK)
        return self._keep(open_index(source, unloadable(fingerprint)))

    def local(self) -> Index:
        """The same folder indexed on this machine alone."""
        return self._keep(open_index(IndexSource(self.corpus, self.folder / "local"), self.model.lazy()))

    def _keep(self, index: Index) -> Index:
        self._opened.callback(index.close)
        return index


@pytest.fixture
def shelf(tmp_path: Path, running: ChromaServer) -> Iterator[Shelf]:
    with ExitStack() as opened:
        yield Shelf(tmp_path, running, opened)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Shelf]:
    """A shelf with a server of its own, which the test may kill."""
    server = ChromaServer(tmp_path / "chroma")
    server.start()
    try:
        with ExitStack() as opened:
            yield Shelf(tmp_path, server, opened)
    finally:
        server.kill()


QUESTIONS = (TRAIN, MARKET, "قال الوزير إن الأمطار أخرت القطار", "متى تفتح المدرسة أبوابها؟")


def same_answers(one: Index, other: Index) -> None:
    """Both hold the same texts, passages and vectors, and find the same."""
    names = [record.source for record in now(one).articles(10_000)]
    assert [record.source for record in now(other).articles(10_000)] == names
    assert all(now(one).document(name) == now(other).document(name) for name in names)
    assert vocabulary(one._reader) == vocabulary(other._reader)
    for question in QUESTIONS:
        vector = WordLengths().embed_query(question)
        mine, theirs = dict(now(one).search_vectors(vector, 20)), dict(now(other).search_vectors(vector, 20))
        assert list(mine.values()) == pytest.approx(list(theirs.values()), abs=1e-5)
        # all that match, since equal scores may stand in another order
        told = dict(now(one).search_text([], question.split(), 10_000))
        assert told == pytest.approx(dict(now(other).search_text([], question.split(), 10_000)))
        ids = [*mine, *told]
        assert now(one).passages(ids) == now(other).passages(ids)
        ours, others = now(one).vectors(ids), now(other).vectors(ids)
        assert ours.keys() == others.keys()
        assert all(np.array_equal(ours[id].vector, others[id].vector) for id in ours)
        assert all(np.array_equal(ours[id].sentences, others[id].sentences) for id in ours)


def in_step(window: Index, indexer: Index) -> None:
    """Wait until a window shows what the indexer has, and searches the server again."""
    until(lambda: window._reader.revision == indexer._reader.revision and window._store_is_current)
    same_answers(window, indexer)


def collections(place: ServerAddress) -> tuple[set[str], list[str]]:
    """Passage ids and texts on the server, seen with a client of our own."""
    server = Server(place)
    store = Store.of(server.find())
    texts = store._collection.get(include=["documents"])["documents"]
    ids = store.ids()
    server.close()
    return ids, texts


# -- the same answers ------------------------------------------------------------------------------


def test_windows_answer_as_an_index_of_the_folder_on_this_machine_does(shelf: Shelf) -> None:
    for number in range(40):
        shelf.write(f"{number}.txt", long_text(number))
    local, indexer = shelf.local(), shelf.indexer()
    one, other = shelf.window("one"), shelf.window("other")
    for index in (indexer, one, other):
        assert index._opened is not None and index._store_is_current
        same_answers(local, index)
    ids, texts = collections(shelf.place)
    assert ids == set(local._reader.ids())
    assert sorted(texts) == sorted(passage.text for passage in now(local).passages(ids).values())


def test_an_assistant_over_a_shared_corpus_gives_the_same_answers_and_citations(
    assistant: Assistant, settings: Settings, running: ChromaServer, tmp_path: Path
) -> None:
    shutil.copytree(settings.index, tmp_path / "index")  # so that nothing has to be embedded again
    filled = replace(settings, index=tmp_path / "index", chroma_url=running.url, chroma_collection="seeds")
    open_assistant(filled).close()
    window = open_assistant(replace(filled, index=tmp_path / "window", follows=True))
    try:
        for question in (
            "من أوفدت غوغل إلى الاجتماع؟",
            "ما موقف الاتحاد الأوروبي؟",
            "Who attended the meeting?",
            "ما عاصمة اليابان؟",
        ):
            ours, theirs = assistant.ask(question), window.ask(question)
            assert (ours.text, ours.abstained, ours.citations) == (theirs.text, theirs.abstained, theirs.citations)
            assert [hit.passage for hit in ours.hits] == [hit.passage for hit in theirs.hits]
            for citation in theirs.citations:
                read = (SEEDS / citation.source).read_bytes().decode("utf-8")
                assert read[citation.start : citation.end] == citation.quote
    finally:
        window.close()


def test_files_of_many_articles_and_long_articles_arrive_whole(shelf: Shelf) -> None:
    shelf.model = WordLengths(dimension=384)
    shelf.write("طويل.txt", "\n\n".join(long_text(number) for number in range(400)))
    indexer = shelf.indexer()
    server = Server(shelf.place)
    names = server.find(ARTICLES).get(include=[])["ids"]
    server.close()
    assert max(int(name.rpartition(".")[2]) for name in names) > 1
    window = shelf.window()
    assert now(window).document("طويل.txt") == now(indexer).document("طويل.txt")
    assert window._reader.ids() and set(window._reader.ids()) == set(indexer._reader.ids())


# -- in step ---------------------------------------------------------------------------------------


def test_what_is_added_changed_and_deleted_is_seen_by_every_window(shelf: Shelf) -> None:
    indexer, one, other = shelf.indexer(), shelf.window("one"), shelf.window("other")
    shelf.write("ميناء.txt", PORT)
    indexer.sync()
    for window in (one, other):
        in_step(window, indexer)
        assert now(window).search_text([], ["القمح"], 5)
    shelf.write("سوق.txt", MARKET.replace("السوق", "المتجر") + " وأضاف التجار خبرا.")
    (shelf.corpus / "قطار.txt").unlink()
    os.rename(shelf.corpus / "مدرسة.txt", shelf.corpus / "مدرستنا.txt")
    indexer.sync()
    for window in (one, other):
        in_step(window, indexer)
        assert not now(window).search_text([], ["القطار"], 5)
        with pytest.raises(VectorstoreError, match="unknown_source"):
            now(window).document("قطار.txt")
    same_answers(shelf.local(), one)


def test_a_deleted_text_is_gone_from_the_windows_files_and_from_the_collections(shelf: Shelf) -> None:
    shelf.write("سر.txt", "كلمة السر هي زنجبيلستان ولا يعرفها أحد غيرنا هنا.")
    indexer, window = shelf.indexer(), shelf.window()
    assert any("زنجبيلستان" in text for text in collections(shelf.place)[1])
    (shelf.corpus / "سر.txt").unlink()
    indexer.sync()
    in_step(window, indexer)
    assert not any("زنجبيلستان" in text for text in collections(shelf.place)[1])
    window.sync()
    assert "زنجبيلستان".encode() not in bytes_of(shelf.folder / "window")
    # The server's own files are another matter: there Chroma keeps it until they are vacuumed or made anew.


def test_a_window_that_was_closed_while_things_changed_fetches_only_those(shelf: Shelf) -> None:
    indexer = shelf.indexer()
    shelf.window().close()
    shelf.write("ميناء.txt", PORT)
    indexer.sync()
    window = shelf.window()
    assert (window.report.added, window.report.unchanged) == (1, 3)
    same_answers(window, indexer)


def test_a_second_window_on_the_same_machine_reads_beside_the_first(shelf: Shelf) -> None:
    indexer, window = shelf.indexer(), shelf.window()
    with pytest.raises(VectorstoreError, match="index_locked"):
        shelf.window()
    beside = open_read_only(IndexSource(None, shelf.folder / "window", shelf.place), shelf.model.fingerprint)
    same_answers(beside, indexer)
    shelf.write("ميناء.txt", PORT)
    indexer.sync()
    in_step(window, indexer)
    same_answers(beside, indexer)
    beside.close()


def test_an_index_that_was_shared_becomes_one_of_this_machine_again_and_back(shelf: Shelf) -> None:
    shelf.indexer("index").close()
    embedded = len(shelf.model.embedded)
    alone = open_index(IndexSource(shelf.corpus, shelf.folder / "index"), unloadable(shelf.model.fingerprint))
    assert alone.report.notes == ()
    shelf.write("ميناء.txt", TRAIN + " ثم عاد.")
    alone.close()
    indexer = shelf.indexer("index")
    same_answers(shelf.window(), indexer)
    assert len(shelf.model.embedded) == embedded + 1


# -- the server goes away --------------------------------------------------------------------------


def test_questions_go_on_while_the_server_is_restarted_and_all_are_in_step_afterwards(own: Shelf) -> None:
    for number in range(20):
        own.write(f"{number}.txt", long_text(number))
    indexer, window, other = own.indexer(), own.window(), own.window("other")
    vector = WordLengths().embed_query(TRAIN)
    before = now(window).search_vectors(vector, 10)
    own.server.kill()
    for index in (window, indexer):
        found = now(index).search_vectors(vector, 10)
        assert [cosine for _, cosine in found] == pytest.approx([cosine for _, cosine in before], abs=1e-5)
        assert now(index).search_text([], ["القطار"], 5)
    until(lambda: "server_away" in window.report.notes)
    own.write("ميناء.txt", PORT)
    with pytest.raises(VectorstoreError) as raised:
        indexer.sync()
    assert raised.value.code == "server_unreachable"
    assert now(indexer).search_text([], ["القمح"], 5)  # the indexer's own ledger has it
    with pytest.raises(VectorstoreError, match="server_unreachable"):
        own.window("new")
    own.server.start()
    indexer.sync()
    for index in (window, other):
        in_step(index, indexer)
        assert index.report.notes == ()
    in_step(own.window("new"), indexer)


def test_a_server_that_hangs_is_not_waited_for_more_than_once(own: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vectorstore.chroma.client.QUERY_SECONDS", 0.5)
    indexer, window = own.indexer(), own.window()
    vector = WordLengths().embed_query(TRAIN)
    before = [cosine for _, cosine in now(window).search_vectors(vector, 3)]
    own.server.pause()
    assert [cosine for _, cosine in now(window).search_vectors(vector, 3)] == pytest.approx(before, abs=1e-5)
    assert not window._store_is_current
    until(lambda: "server_away" in window.report.notes)
    own.server.go_on()
    in_step(window, indexer)


def test_a_window_opens_without_its_server_once_it_has_been_filled(own: Shelf) -> None:
    indexer = own.indexer()
    own.window().close()
    own.server.kill()
    window = own.window()
    assert window.report.notes == ("server_away",)
    assert now(window).search_text([], ["القطار"], 5)
    assert now(window).search_vectors(WordLengths().embed_query(TRAIN), 3)
    own.server.start()
    in_step(window, indexer)


def test_a_server_that_lost_everything_is_filled_again_without_embedding(own: Shelf) -> None:
    indexer, window = own.indexer(), own.window()
    own.server.kill()
    shutil.rmtree(own.server.folder)
    own.server.start()
    embedded = len(own.model.embedded)
    indexer.sync()
    in_step(window, indexer)
    assert collections(own.place)[0] == set(indexer._reader.ids())
    assert len(own.model.embedded) == embedded


FILL = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from tests.fakes import WordLengths
from vectorstore.opening import IndexSource, open_index
from vectorstore.chroma.client import ServerAddress
model = WordLengths()
source = IndexSource(Path({corpus!r}), Path({index!r}), ServerAddress({url!r}, {name!r}))
index = open_index(source, model.lazy())
print("done", flush=True)
index.close()
"""


def cut_off(own: Shelf, victim: str, index: Path, pause: float) -> bool:
    """Fill the server from another process and kill one of the two a moment later; whether that was in the middle."""
    call = FILL.format(root=str(ROOT), corpus=str(own.corpus), index=str(index), url=own.place.url, name=own.place.name)
    server = Server(own.place)
    with subprocess.Popen([sys.executable, "-c", call], stderr=subprocess.DEVNULL) as child:
        until(lambda: child.poll() is not None or not read_state(server).ready)
        time.sleep(pause)
        in_the_middle = not read_state(server).ready
        if victim == "indexer":
            child.send_signal(signal.SIGKILL)
        else:
            own.server.kill()
            child.wait(timeout=PATIENCE)
            own.server.start()
    Lease(server, stale=3.0).release()  # what a killed holder left behind is waited out
    server.close()
    return in_the_middle


@pytest.mark.parametrize("victim", ["indexer", "server"])
def test_a_kill_while_the_server_is_filled_is_healed_by_the_next_sync(own: Shelf, victim: str) -> None:
    own.indexer("first").close()
    window, index = own.window(), own.folder / "second"
    chance, middles = random.Random(7), 0
    for round_ in range(KILLS):
        for number in range(60):
            own.write(f"{number}.txt", long_text(number + 100 * round_))
        shutil.rmtree(index, ignore_errors=True)
        middles += cut_off(own, victim, index, chance.uniform(0.0, 0.4))
        assert now(window).search_vectors(WordLengths().embed_query(TRAIN), 5)
        indexer = own.indexer("second")
        in_step(window, indexer)
        assert collections(own.place)[0] == set(indexer._reader.ids())
        indexer.close()
    assert middles > 0  # or the kills came too late to show anything


# -- one writer ------------------------------------------------------------------------------------


def test_a_second_indexer_is_told_who_is_at_work_until_that_one_has_closed(shelf: Shelf) -> None:
    first = shelf.indexer()
    with pytest.raises(VectorstoreError) as raised:
        shelf.indexer("second")
    assert raised.value.code == "server_locked"
    assert str(os.getpid()) in str(raised.value.values["holder"])
    first.close()
    same_answers(shelf.indexer("second"), shelf.window())


def test_of_many_who_find_a_dead_holder_one_takes_its_place(shelf: Shelf) -> None:
    server = Server(shelf.place)
    dead = Lease(server)
    dead._released.set()  # as if its process had been killed
    dead._thread.join()
    taken: list[Lease] = []
    refused: list[str] = []

    def take() -> None:
        try:
            taken.append(Lease(server, stale=3.0))
        except VectorstoreError as error:
            refused.append(error.code)

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1 and refused == ["server_locked"] * 5
    taken[0].check()
    with pytest.raises(VectorstoreError, match="server_locked"):
        dead.check()
    taken[0].release()
    assert server.find(WRITER) is None
    server.close()


def test_an_indexer_whose_place_was_taken_stops_writing(shelf: Shelf) -> None:
    indexer = shelf.indexer()
    server = Server(shelf.place)
    server.drop(WRITER)
    other = Lease(server)
    shelf.write("ميناء.txt", PORT)
    with pytest.raises(VectorstoreError, match="server_locked"):
        indexer.sync()
    assert len(collections(shelf.place)[0]) == 3
    other.release()
    server.close()


# -- what does not fit -----------------------------------------------------------------------------


def test_another_model_is_refused_before_anything_is_embedded(shelf: Shelf) -> None:
    shelf.indexer().close()
    other = WordLengths("another-model")
    for opened in (lambda: shelf.indexer("second", model=other), lambda: shelf.window(model=other)):
        with pytest.raises(VectorstoreError) as raised:
            opened()
        assert (raised.value.code, raised.value.values["name"]) == ("server_other_model", "word-lengths")
    assert other.embedded == []


def test_a_newer_server_is_refused_by_windows_and_indexers(shelf: Shelf) -> None:
    shelf.indexer().close()
    server = Server(shelf.place)
    articles = server.find(ARTICLES)
    write_state(server, articles, replace(parse_state(articles), schema=SCHEMA + 1))
    server.close()
    for opened in (shelf.indexer, shelf.window):
        with pytest.raises(VectorstoreError, match="server_newer"):
            opened()


def test_a_collection_of_another_program_is_left_alone(shelf: Shelf) -> None:
    server = Server(shelf.place)
    server.create("", {"made": "by hand"}).upsert(ids=["a"], embeddings=[[1.0, 0.0]], documents=["لغيرنا"])
    with pytest.raises(VectorstoreError, match="server_taken"):
        shelf.indexer()
    assert server.find().count() == 1
    server.close()


def test_a_corpus_is_not_replaced_by_that_of_another_folder(shelf: Shelf, tmp_path: Path) -> None:
    shelf.indexer().close()
    other = tmp_path / "غيره"
    other.mkdir()
    (other / "رواية.txt").write_text("كان يا ما كان في قديم الزمان.", encoding="utf-8")
    with pytest.raises(VectorstoreError, match="server_taken"):
        shelf.indexer("second", corpus=other)
    assert now(shelf.window()).search_text([], ["القطار"], 5)


def test_a_window_waits_for_a_corpus_that_is_whole(shelf: Shelf) -> None:
    with pytest.raises(VectorstoreError, match="server_empty"):
        shelf.window()
    indexer = shelf.indexer()
    window = shelf.window("early")
    server = Server(shelf.place)
    articles = server.find(ARTICLES)
    whole = parse_state(articles)
    assert isinstance(whole, CorpusState)
    write_state(server, articles, replace(whole, ready=0))
    articles.delete(ids=articles.get(include=[])["ids"][:1])  # as an indexer that was cut off leaves it
    with pytest.raises(VectorstoreError, match="server_empty"):
        shelf.window("late")
    until(lambda: not window._store_is_current)
    assert now(window).passage_count == 3 and len(now(window).search_vectors(WordLengths().embed_query(TRAIN), 5)) == 3
    shelf.write("ميناء.txt", PORT)
    indexer.sync()
    in_step(window, indexer)
    in_step(shelf.window("late"), indexer)
    server.close()


# -- the network -----------------------------------------------------------------------------------


@contextmanager
def answering(status: int, body: bytes = b"", **headers: str) -> Iterator[tuple[str, list[str]]]:
    """Some other HTTP server, and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.path} {self.headers.get('Authorization', '')}".strip())
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_PUT = do_DELETE = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
    finally:
        server.shutdown()
        server.server_close()


def code_of(url: str, token: str = "") -> str:
    server = Server(ServerAddress(url, token=token))
    try:
        with pytest.raises(VectorstoreError) as raised:
            server.check_reachable()
        return raised.value.code
    finally:
        server.close()


def test_each_way_of_not_being_a_chroma_server_has_a_sentence_of_its_own(running: ChromaServer) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        assert code_of(f"http://127.0.0.1:{nobody.getsockname()[1]}") == "server_unreachable"
    assert code_of(f"{running.url}/elsewhere") == "server_not_chroma"
    assert code_of(running.url.replace("http:", "https:")) == "server_tls"
    for status, body, code in (
        (200, b"<html>", "server_not_chroma"),
        (200, b"[]", "server_not_chroma"),
        (404, b"{}", "server_not_chroma"),
        (401, b"", "server_denied"),
        (403, b"<html>", "server_denied"),
        (503, b"", "server_unreachable"),
        (500, b'{"error":"InternalError","message":"disk"}', "server_failed"),
    ):
        with answering(status, body) as (url, _):
            assert code_of(url) == code, (status, body)


def test_a_redirect_is_not_followed_and_no_proxy_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(200, b'{"nanosecond heartbeat": 1}') as (elsewhere, asked):
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, elsewhere)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        with answering(307, b"", Location=f"{elsewhere}/api/v2/heartbeat") as (url, first):
            assert code_of(url) == "server_not_chroma"
        assert len(first) == 1 and asked == []


def test_a_token_is_sent_as_authorization_and_shown_nowhere() -> None:
    with answering(401) as (url, asked):
        assert code_of(url, token="سر".encode().hex()) == "server_denied"
    assert asked == [f"/api/v2/heartbeat Bearer {'سر'.encode().hex()}"]
    assert "سر".encode().hex() not in repr(ServerAddress(url, token="سر".encode().hex()))


def test_only_the_paths_of_the_collections_are_asked_for_and_never_a_tenant_or_an_identity(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    send = httpx.Client.request

    def watched(self: httpx.Client, method: str, url: str, **more: object) -> httpx.Response:
        asked.append(url)
        return send(self, method, url, **more)

    monkeypatch.setattr(httpx.Client, "request", watched)
    shelf.indexer()
    shelf.window()
    home = f"{shelf.server.url}/api/v2/"
    ours = ("tenants/default_tenant/databases/default_database/collections", "heartbeat", "pre-flight-checks")
    assert asked and all(url.removeprefix(home).startswith(ours) for url in asked)


# -- the commands ----------------------------------------------------------------------------------


def test_the_commands_fill_a_server_and_ask_it_without_a_folder(
    quick: WordLengths, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    shared = ["--chroma-url", shelf.server.url, "--chroma-collection", shelf.place.name]
    assert main(["ask", "أين القطار؟", *shared]) == 1
    assert shelf.server.url in capsys.readouterr().err
    assert main(["index", *shared]) == 2
    assert "--corpus" in capsys.readouterr().err
    assert main(["index", "--corpus", str(shelf.corpus), *shared]) == 0
    assert shelf.server.url in capsys.readouterr().out
    assert main(["ask", "من قال إن القطار تأخر؟", "--json", *shared]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {passage["source"] for passage in answer["passages"]} == {"قطار.txt", "سوق.txt", "مدرسة.txt"}
    assert len(quick.embedded) == 3


def test_a_question_is_answered_from_the_server_while_another_indexer_is_at_work(
    quick: WordLengths, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    shelf.indexer()
    call = ["--corpus", str(shelf.corpus), "--chroma-url", shelf.server.url, "--chroma-collection", shelf.place.name]
    assert main(["index", *call]) == 1
    assert str(os.getpid()) in capsys.readouterr().err
    assert main(["ask", "من قال إن القطار تأخر؟", "--json", *call]) == 0
    said = capsys.readouterr()
    assert str(os.getpid()) in said.err and len(json.loads(said.out)["passages"]) == 3
    assert quick.embedded == []


def test_a_server_that_does_not_answer_is_one_line(
    quick: WordLengths, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{nobody.getsockname()[1]}"
        for call in (["index", "--corpus", str(tmp_path)], ["ask", "ما الخبر؟"]):
            assert main([*call, "--chroma-url", url, "--language", "en"]) == 1
            said = capsys.readouterr().err.strip().splitlines()
            assert len(said) == 1 and url in said[0]
