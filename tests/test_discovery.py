"""Servers of models on this machine: what they list, and how much of it fits, each in its own dialect."""

from __future__ import annotations

import socket
import time

import pytest

from assistant.llm import discovery
from assistant.llm.discovery import Offer, context_of, fetch, find_offer, find_offers, offers_at, root_of
from tests.scripted_server import ScriptedServer


def listing(*names: str, **more: object) -> dict[str, object]:
    return {"/v1/models": {"object": "list", "data": [{"id": name, **more} for name in names]}}


def free_ports(count: int) -> list[int]:
    """Ports on which nobody listens."""
    found = []
    for _ in range(count):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            found.append(taken.getsockname()[1])
    return found


def test_where_no_server_runs_nothing_is_offered() -> None:
    assert find_offers(dict.fromkeys(free_ports(4), "x")) == ()


def test_the_models_of_every_server_are_offered_in_the_order_of_the_ports() -> None:
    many = listing("qwen3:4b", "nomic-embed-text")
    with ScriptedServer(pages=many) as one, ScriptedServer(pages=listing("b")) as two:
        offers = find_offers({one.port: "Ollama", two.port: "vLLM", free_ports(1)[0]: "none"})
    assert [(offer.name, offer.server) for offer in offers] == [("qwen3:4b", "Ollama"), ("b", "vLLM")]
    assert offers[0].url == one.url and not offers[0].remote


@pytest.mark.parametrize(
    "page",
    [None, [], {"data": None}, {"data": {"id": "x"}}, {"data": [None, 7, {}, {"id": 7}, {"id": " "}]}, "text", 7],
)
def test_a_server_of_something_else_offers_nothing(page: object) -> None:
    with ScriptedServer(pages={"/v1/models": page}) as server:
        assert offers_at(server.url) == ()


def test_a_server_that_takes_the_connection_and_is_silent_is_left() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        before = time.monotonic()
        assert offers_at(f"http://127.0.0.1:{silent.getsockname()[1]}") == ()
        assert time.monotonic() - before < 30


def test_a_redirect_leads_nowhere() -> None:
    with ScriptedServer(pages=listing("far")) as far, ScriptedServer(redirect=f"{far.url}/v1/models") as near:
        assert offers_at(near.url) == ()
        assert far.paths == []


def test_an_endless_page_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(discovery, "MAX_ANSWER_BYTES", 100)
    with ScriptedServer(pages={"/v1/models": {"data": [{"id": "x" * 200}]}}) as server:
        assert fetch(f"{server.url}/v1/models") is None


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(pages=listing("m")) as server, ScriptedServer() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        assert [offer.name for offer in offers_at(server.url)] == ["m"]
        assert proxy.paths == []


@pytest.mark.parametrize("url", ["http://h:1", "http://h:1/", "http://h:1/v1", "http://h:1/v1/", "http://h:1/v1#model"])
def test_an_address_may_be_given_with_or_without_what_we_add(url: str) -> None:
    assert root_of(url) == "http://h:1"


def test_a_model_may_be_named_without_its_tag() -> None:
    offers = [Offer("u", "qwen3:latest"), Offer("u", "qwen3:4b"), Offer("u", "qwen3:4b-q8")]
    assert find_offer(offers, "qwen3:4b").name == "qwen3:4b"
    assert find_offer(offers, "qwen3").name == "qwen3:latest"
    assert find_offer(offers, "llama") is None


def context(**pages: object) -> int:
    with ScriptedServer(pages={**listing("m"), **pages}) as server:
        return context_of(offers_at(server.url)[0])


def test_vllm_reports_its_window_in_the_list() -> None:
    with ScriptedServer(pages=listing("m", max_model_len=12_345)) as server:
        assert context_of(offers_at(server.url)[0]) == 12_345


def test_llama_cpp_reports_the_window_of_one_question() -> None:
    assert context(**{"/props": {"default_generation_settings": {"n_ctx": 6_144}, "total_slots": 4}}) == 6_144


def test_lm_studio_reports_the_window_that_is_loaded_not_the_largest() -> None:
    entry = {"id": "m", "type": "llm", "state": "loaded", "max_context_length": 131_072, "loaded_context_length": 5_000}
    assert context(**{"/api/v0/models": {"data": [entry]}}) == 5_000
    waiting = {"id": "m", "type": "llm", "state": "not-loaded", "max_context_length": 131_072}
    assert context(**{"/api/v0/models": {"data": [waiting]}}) == discovery.LM_STUDIO_CONTEXT_TOKENS


def test_lm_studio_offers_what_is_loaded_first_and_no_embedding_model() -> None:
    entries = [
        {"id": "a", "type": "llm", "state": "not-loaded"},
        {"id": "b", "type": "llm", "state": "loaded"},
        {"id": "vectors", "type": "embeddings", "state": "loaded"},
    ]
    pages = {**listing("a", "vectors", "b"), "/api/v0/models": {"data": entries}}
    with ScriptedServer(pages=pages) as server:
        assert [offer.name for offer in offers_at(server.url, "LM Studio")] == ["b", "a"]


OLLAMA = {"/api/version": {"version": "0.13"}, "/api/generate": {"done": True}}


def test_ollama_is_asked_for_the_window_that_it_opened_after_the_model_is_loaded() -> None:
    pages = {**listing("m"), **OLLAMA, "/api/ps": {"models": [{"name": "m", "model": "m", "context_length": 4_096}]}}
    pages["/api/show"] = {"model_info": {"qwen3.context_length": 40_960}, "parameters": "num_ctx 16384"}
    with ScriptedServer(pages=pages) as server:
        assert context_of(offers_at(server.url)[0]) == 4_096
        assert server.paths.index("/api/generate") < server.paths.index("/api/ps")


def test_an_ollama_that_does_not_tell_its_window_is_believed_to_have_the_small_one() -> None:
    running = {"/api/ps": {"models": [{"name": "m", "model": "m"}]}}
    shown = {"/api/show": {"parameters": 'stop "<|im_end|>"\nnum_ctx                        16384\n'}}
    trained = {"/api/show": {"model_info": {"qwen3.context_length": 40_960}}}
    assert context(**OLLAMA, **running, **shown) == 16_384
    assert context(**OLLAMA, **running, **trained) == discovery.OLLAMA_CONTEXT_TOKENS
    assert context(**OLLAMA) == discovery.OLLAMA_CONTEXT_TOKENS


@pytest.mark.parametrize("told", [None, 0, -1, True, "8192", 10**12, 8.5, [], {}])
def test_a_window_that_cannot_be_meant_is_not_believed(told: object) -> None:
    assert context(**{"/props": {"default_generation_settings": {"n_ctx": told}}}) == discovery.SAFE_CONTEXT_TOKENS


def test_a_server_that_reports_nothing_gets_a_small_window() -> None:
    assert context() == discovery.SAFE_CONTEXT_TOKENS
