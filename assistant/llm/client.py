"""A language model that is talked to through LangChain's chat-model interface, whoever serves it.

The call runs in a thread with an event loop of its own: cancelling its task closes the HTTP stream at once, which
is how a server learns that it may stop, and the caller hears a beat several times a second even while the model
is silent, so that it can be stopped at any moment.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import queue
import threading
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.llm.bounded import bound

log = logging.getLogger(__name__)

POLL_SECONDS = 0.2
"""Seconds after which a silent model yields "" so that the caller may leave; half a second to stop is noticed."""

MAX_REPLY_CHARACTERS = 20_000
"""Of one reply, thinking included; a model that has not come to an end by then never will."""

MAX_EVENTS = 8_000
"""Of one reply: four for each token that may be written. The client keeps every one until the end, empty ones too."""

Message = tuple[str, str]
"""A role (`system` or `user`) and a text."""


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds to wait for the first piece, between two pieces, and for the whole reply.

    The first piece comes after the whole prompt was read: 2,500 tokens at the 25 a second that a model of seven
    billion weights reads on two cores are 100 seconds.
    """

    first: float = 150.0
    between: float = 30.0
    whole: float = 400.0


DEFAULT_TIMEOUTS = Timeouts()


class ModelFailed(Exception):
    """The model gave no answer: `code` selects the sentence that is told beside the quotes (`messages.MODEL`)."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """How to call a model; `url` is its server's without `/v1`, `context` the tokens of its window."""

    name: str
    url: str
    context: int
    key: str = ""
    patience: Timeouts = DEFAULT_TIMEOUTS

    def reply(self, messages: Sequence[Message], tokens: int) -> Generator[str, None, bool]:
        """The reply in pieces, "" where there is none yet; returns whether it was cut short.

        Closing the generator frees the model. Raises ModelFailed.
        """
        pieces: queue.SimpleQueue[str | bool | ModelFailed] = queue.SimpleQueue()
        loop = asyncio.new_event_loop()
        task = loop.create_task(self._talk(messages, tokens, pieces))
        thread = threading.Thread(target=_run, args=(loop, task, pieces), name="isnad-model", daemon=True)
        thread.start()
        try:
            while True:
                try:
                    piece = pieces.get(timeout=POLL_SECONDS)
                except queue.Empty:
                    piece = ""
                if isinstance(piece, ModelFailed):
                    raise piece
                if isinstance(piece, bool):
                    return piece
                yield piece
        finally:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the reply was over
                loop.call_soon_threadsafe(task.cancel)
            thread.join(1.0)

    async def _talk(self, messages: Sequence[Message], tokens: int, pieces: queue.SimpleQueue) -> bool:
        import httpx2
        import openai

        said = events = 0
        try:
            async with (
                asyncio.timeout(self.patience.whole) as limit,
                self._client() as client,
                contextlib.aclosing(self._chat(client, tokens).astream(list(messages))) as chunks,
            ):
                wait, reason = self.patience.first, ""
                while said < MAX_REPLY_CHARACTERS and events < MAX_EVENTS:
                    try:
                        async with asyncio.timeout(wait) as gap:
                            chunk = await anext(chunks)
                    except StopAsyncIteration:
                        if limit.expired() or gap.expired():  # taken for the end of the reply on its way here
                            raise TimeoutError from None
                        return reason != "stop"  # cut at the limit, or the line went dead
                    text, wait = chunk.text, self.patience.between
                    reason = chunk.response_metadata.get("finish_reason") or reason
                    said, events = said + len(text), events + 1
                    if text:
                        pieces.put(text)
                return True
        except (TimeoutError, openai.APITimeoutError) as error:
            raise ModelFailed("llm_timeout") from error
        except openai.APIConnectionError as error:
            answered = said or any(isinstance(cause, httpx2.DecodingError) for cause in _causes(error))
            raise ModelFailed("llm_failed" if answered else "llm_unreachable") from error
        except Exception as error:
            # a server may say anything; what its client makes of that is of no fixed kind
            raise ModelFailed("llm_failed") from error

    def _client(self) -> Any:
        """An HTTP client that goes to the named host and nowhere else, and reads no more than a reply."""
        import httpx2

        return httpx2.AsyncClient(
            trust_env=False,  # a proxy of the environment is another host
            follow_redirects=False,
            timeout=httpx2.Timeout(self.patience.first, connect=5.0),
            verify=self.url.startswith("https:"),
            headers={"accept-encoding": "identity"},
            event_hooks={"response": [bound]},
        )

    def _chat(self, client: Any, tokens: int) -> Any:
        import httpx2
        from langchain_openai import ChatOpenAI

        return ChatOpenAI(
            model=self.name,
            base_url=f"{self.url}/v1",
            api_key=self.key or "none",  # the client insists on one
            http_async_client=client,
            http_client=httpx2.Client(trust_env=False, verify=False),  # never used; else one is made that is slower
            openai_proxy="",
            max_retries=0,
            temperature=0,
            use_responses_api=False,
            stream_usage=False,
            # under its old name, which every server knows; ChatOpenAI would send `max_completion_tokens`
            extra_body={"max_tokens": tokens},
        )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it was raised from, to the first; libraries wrap each other's."""
    while error is not None:
        yield error
        error = error.__cause__


def _run(loop: asyncio.AbstractEventLoop, task: asyncio.Task[bool], pieces: queue.SimpleQueue) -> None:
    """The thread of one reply; its last word is how the reply ended."""
    try:
        pieces.put(loop.run_until_complete(task))
    except ModelFailed as failed:
        log.info("%s", failed, exc_info=failed.__cause__)
        pieces.put(failed)
    except asyncio.CancelledError:
        pieces.put(True)
    finally:
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()


def load_client() -> None:
    """Import what a reply needs, so that the first question does not wait for it (about a second)."""
    import httpx2  # noqa: F401
    import langchain_openai  # noqa: F401
