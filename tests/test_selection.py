"""The chosen model: found, named, deselected, waited for; and a file that cannot be run, in one sentence."""

from __future__ import annotations

import importlib.util
import os
import threading
import time
from pathlib import Path

import pytest

from assistant.llm import gguf, selection
from assistant.llm.client import LanguageModel, ModelFailed
from assistant.llm.consent import Consent
from assistant.llm.discovery import Offer
from assistant.llm.selection import Models
from assistant.messages import say
from tests.scripted_server import ScriptedServer, says
from vectorstore.errors import VectorstoreError


def needs_llama() -> None:
    """Skip where it is not installed; it is not imported, since the program has it in a process of its own."""
    if importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("needs requirements-llm.txt")



def test_without_a_model_there_is_none() -> None:
    without = Models("none")
    assert (without.chosen, without.open(), without.offers(), without.remote_address) == (None, None, (), "")


def test_auto_takes_the_first_that_is_found_and_offers_all(monkeypatch: pytest.MonkeyPatch) -> None:
    offers = (Offer("http://127.0.0.1:1", "one", "Ollama"), Offer("http://127.0.0.1:1", "two", "Ollama"))
    monkeypatch.setattr(selection, "find_offers", lambda: offers)
    monkeypatch.setattr(selection, "server_is_ours", lambda port: True)
    found = Models("auto")
    assert found.chosen == offers[0]
    assert found.offers() == offers
    found.choose(offers[1])
    assert found.chosen == offers[1]
    found.choose(None)
    assert (found.chosen, found.open()) == (None, None)


@pytest.mark.parametrize("ours", [False, None])
def test_what_another_user_may_serve_is_offered_and_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ours: bool | None
) -> None:
    with ScriptedServer() as server:
        offers = (Offer(server.url, "model", "Ollama"), Offer(server.url, "other", "Ollama"))
        monkeypatch.setattr(selection, "find_offers", lambda: offers)
        monkeypatch.setattr(selection, "server_is_ours", lambda port: ours)
        found = Models("auto", consent=Consent(tmp_path / "models.json"))
        assert (found.chosen, found.open()) == (None, None)
        assert found.unasked() == offers[:1] and found.offers() == offers
        found.choose(offers[1])  # the owner chose it in the window
        assert found.open().name == "other" and found.unasked() == ()
        again = Models("auto", consent=Consent(tmp_path / "models.json"))
        assert again.chosen == offers[0] and again.open() is not None
        assert (tmp_path / "models.json").stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_what_the_person_did_not_want_is_asked_neither_again_nor_for_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer = Offer("http://127.0.0.1:1", "model")
    monkeypatch.setattr(selection, "find_offers", lambda: (offer,))
    monkeypatch.setattr(selection, "server_is_ours", lambda port: True)
    Models("none", consent=Consent(tmp_path / "models.json")).agree(offer, False)
    found = Models("auto", consent=Consent(tmp_path / "models.json"))
    assert found.chosen is None and found.unasked() == ()


def test_a_port_that_changes_hands_is_not_asked_any_more(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer() as server:
        ours = [True]
        monkeypatch.setattr(selection, "find_offers", lambda: (Offer(server.url, "model"),))
        monkeypatch.setattr(selection, "server_is_ours", lambda port: ours[0])
        found = Models("auto")
        assert found.open().name == "model"
        ours[0] = False
        with pytest.raises(ModelFailed, match="llm_unreachable"):
            found.open()


def test_a_server_of_our_own_is_used_without_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer() as server:
        monkeypatch.setattr(selection, "find_offers", lambda: (Offer(server.url, "model"),))
        assert Models("auto").open().name == "model"


@pytest.mark.parametrize("kept", [b"", b"[]", b"{", b"[" * 99_999, b'{"http://127.0.0.1:1": "yes"}', b"\xff"])
def test_a_file_of_answers_that_cannot_be_read_has_none(tmp_path: Path, kept: bytes) -> None:
    (tmp_path / "models.json").write_bytes(kept)
    consent = Consent(tmp_path / "models.json")
    assert consent.of("http://127.0.0.1:1") is None
    consent.remember("http://127.0.0.1:1", True)
    assert Consent(tmp_path / "models.json").of("http://127.0.0.1:1") is True


def test_a_server_is_named_with_or_without_a_model() -> None:
    pages = {"/v1/models": {"data": [{"id": "a", "max_model_len": 3_000}, {"id": "b", "max_model_len": 5_000}]}}
    with ScriptedServer(pages=pages) as server:
        assert Models(server.url).open() == LanguageModel("a", server.url, 3_000)
        assert Models(f"{server.url}/v1#b").open() == LanguageModel("b", server.url, 5_000)


def test_a_server_that_comes_later_is_found_then() -> None:
    with ScriptedServer() as server:
        server.redirect = "/elsewhere"  # answers nothing that counts, as if it were still starting
        late = Models(server.url)
        with pytest.raises(ModelFailed, match="llm_unreachable"):
            late.open()
        server.redirect = ""
        assert late.open().name == "model"


def test_an_address_outside_is_known_as_one() -> None:
    assert Models("none").remote_address == ""
    outside = Models("none")
    outside.choose(Offer("https://selection.example", "big"))
    assert outside.remote_address == "https://selection.example"


def test_questions_stand_in_line_in_the_order_in_which_they_came() -> None:
    line, first, second, third = Models("none"), object(), object(), object()
    assert list(line.wait_turn(first)) == []
    waiting = [line.wait_turn(second), line.wait_turn(third)]
    assert [next(w, "served") for w in waiting] == [None, None]
    line.release(second)  # somebody who gives up does not hold the others
    waiting[0].close()
    line.release(first)
    assert next(waiting[1], "served") == "served"
    line.release(third)
    line.release(third)


def test_a_reply_can_be_left_while_the_model_is_silent() -> None:
    with ScriptedServer(says("نعم", 30.0)) as server:
        reply = LanguageModel("model", server.url, 2_048).reply([("user", "من؟")], 10)
        assert next(piece for piece in reply if piece) == "نعم"
        reply.close()
        assert server.left.wait(1.0)


def test_the_request_asks_for_so_many_tokens_and_shows_no_secret() -> None:
    with ScriptedServer(says("نعم")) as server:
        assert "".join(LanguageModel("model", server.url, 2_048).reply([("system", "s"), ("user", "من؟")], 77)) == "نعم"
    (asked,) = server.asked
    assert (asked["max_tokens"], asked["model"], asked["stream"], asked["temperature"]) == (77, "model", True, 0.0)
    assert [message["role"] for message in asked["messages"]] == ["system", "user"]


def test_no_proxy_of_the_environment_hears_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(says("نعم")) as server, ScriptedServer() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "OPENAI_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("OPENAI_API_BASE", proxy.url)
        monkeypatch.setenv("OPENAI_BASE_URL", proxy.url)
        assert "".join(LanguageModel("model", server.url, 2_048).reply([("user", "من؟")], 9)) == "نعم"
        assert proxy.asked == proxy.paths == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "llm_file_missing"),
        (b"", "llm_not_gguf"),
        (b"GGUF", "llm_not_gguf"),
        (b"PK\x03\x04" * 999, "llm_not_gguf"),
    ],
)
def test_a_file_that_is_no_model_is_refused_in_one_sentence(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "نموذج.gguf"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(VectorstoreError) as raised:
        Models(str(path))
    assert raised.value.code == code
    assert str(path) in say(code, "ar", **raised.value.values)


def test_a_model_that_does_not_fit_into_memory_is_refused_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    needs_llama()
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF" + bytes(2_000))
    monkeypatch.setattr(gguf, "available_memory", lambda: 400_000_000)
    with pytest.raises(VectorstoreError) as raised:
        Models(str(path))
    assert (raised.value.code, raised.value.values["available"]) == ("llm_too_large", "0.4")


def test_what_runs_a_file_must_be_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF" + bytes(2_000))
    monkeypatch.setattr(gguf.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(VectorstoreError, match="llm_not_installed"):
        Models(str(path))


def test_a_damaged_model_is_one_sentence_and_leaves_no_process(tmp_path: Path) -> None:
    needs_llama()
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF" + bytes(range(256)) * 20)
    damaged = Models(str(path))
    with pytest.raises(VectorstoreError) as raised:
        damaged.warm()
    assert raised.value.code == "llm_not_loaded"
    time.sleep(0.1)
    assert not [thread for thread in threading.enumerate() if thread.name == "isnad-llama"]


def test_this_machine_says_how_much_memory_it_has() -> None:
    assert (gguf.available_memory() or 10**9) > 10**7
