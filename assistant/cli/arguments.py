"""The command line's grammar: commands and options, and nothing of what they do."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import NoReturn

from assistant.settings import LANGUAGES
from vectorstore.errors import VectorstoreError


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, as every other error here is said."""

    def error(self, message: str) -> NoReturn:
        raise VectorstoreError("bad_call", detail=message)


def parser() -> argparse.ArgumentParser:
    """Options that every command takes may stand before or after it; raises VectorstoreError("bad_call")."""
    top = _Parser(description=_DESCRIPTION, parents=[_shared(), _served()], allow_abbrev=False)
    named = "chat | index | ask | search | names | compare | events | timeline | brief | since | conversations | eval"
    commands = top.add_subparsers(dest="command", metavar=named)

    def command(name: str, *parents: argparse.ArgumentParser, **words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, parents=[_shared(), *parents], allow_abbrev=False, **words)

    command("chat", _served(), help="the window; also without a command")
    index = command("index", help="bring the index in step and list its files")
    index.add_argument("--json", action="store_true", help="one JSON object")
    index.add_argument("--retry", action="store_true", help="read the files that were refused again, too")
    ask = command("ask", help="one answer, or many from a file")
    _ask(ask)
    search = command("search", help="the passages with some words, without an answer")
    _search(search)
    names = command("names", help="people, places and organisations, or what the articles tell of one")
    names.add_argument("name", nargs="?", default="", metavar="NAME", help="in quotation marks, in any spelling")
    names.add_argument("--json", action="store_true", help="one JSON object")
    side_by_side = command("compare", help="what each article says to a question, side by side")
    side_by_side.add_argument("question", help="in quotation marks")
    side_by_side.add_argument("--json", action="store_true", help="one line of JSON")
    brief = command("brief", help="a page of quotes on all articles, a name or an event: what, who, numbers, when")
    brief.add_argument("about", nargs="?", default="", metavar="WORDS", help="a name or an event, in quotation marks")
    brief.add_argument("--json", action="store_true", help="one JSON object")
    for exported in (ask, side_by_side, brief):
        exported.add_argument("--export", metavar="FILE.md|html|docx|pdf|json", help="also as a file, with footnotes")
    events = command("events", help="the happenings that the articles tell of")
    events.add_argument("--json", action="store_true", help="one line of JSON")
    timeline = command("timeline", help="the dated sentences of the articles, earliest first")
    timeline.add_argument("--json", action="store_true", help="one line of JSON")
    news = command("since", help="what is new, changed or gone since a day or the last look, and what people say in it")
    news.add_argument("when", nargs="?", default="last", metavar="DATE|last", help="2026-03-03, «3 مارس 2026», «أمس»")
    news.add_argument("--person", default="", metavar="NAME", help="statements of this one alone, in any spelling")
    news.add_argument("--json", action="store_true", help="one line of JSON")
    talks = command("conversations", help="the conversations that the window has kept")
    _conversations(talks)
    book = command("notebook", help="the quotes and notes that were kept in the window's notebook")
    book.add_argument("--json", action="store_true", help="one JSON object")
    book.add_argument("--export", metavar="FILE.md|html|docx|pdf|json", help="also as a file, with footnotes")
    further = command("folders", help="the folders whose articles are read; further ones are named and let go")
    further.add_argument("--add", metavar="DIR", help="let another folder join the articles, as the settings do")
    further.add_argument("--leave", metavar="DIR", help="let one go; its files stay where they are")
    further.add_argument("--json", action="store_true", help="one JSON object")
    quality = command("eval", help="the quality table over questions with gold answers")
    quality.add_argument("gold", metavar="QUESTIONS.jsonl")
    return top


_DESCRIPTION = "Ask a folder of Arabic articles; every answer quotes them. Without a command: the window."


def _ask(ask: argparse.ArgumentParser) -> None:
    """What is asked, where, and where the answers go."""
    ask.add_argument("question", nargs="?", help="in quotation marks")
    ask.add_argument("--json", action="store_true", help="one line of JSON")
    ask.add_argument(
        "--source",
        action="extend",
        nargs="+",
        metavar="FILE",
        help="search these files only; after the question",
    )
    ask.add_argument("--questions", metavar="IN.jsonl", help="a question a line")
    ask.add_argument("--out", metavar="OUT.jsonl", help="where the answers go, in the order of the questions")
    ask.add_argument("--passages", type=_positive, default=5, metavar="N", help="passages listed with an answer (5)")


def _search(search: argparse.ArgumentParser) -> None:
    """Which words, in which articles, and in which order."""
    search.add_argument("words", help="in quotation marks: words, a «phrase», either «أو» or, without -this")
    search.add_argument("--json", action="store_true", help="one JSON object")
    search.add_argument("--exact", action="store_true", help="words as they are written, in no other form or spelling")
    search.add_argument("--sort", choices=("relevance", "date"), default="relevance", help="date: the newest first")
    search.add_argument("--from", dest="since", default="", metavar="DATE", help="articles of this day, month, year on")
    search.add_argument("--to", dest="until", default="", metavar="DATE", help="and up to this one")
    for name, letters, told in (("source", "FILE", "these files only"), ("format", "ENDING", "these kinds only: pdf")):
        search.add_argument(f"--{name}", action="extend", nargs="+", default=[], metavar=letters, help=told)
    search.add_argument("--name", default="", metavar="NAME", help="articles only that name this person, place or body")
    search.add_argument("--limit", type=_positive, default=20, metavar="N", help="passages listed (20)")


def _conversations(talks: argparse.ArgumentParser) -> None:
    """What is done with the kept conversations."""
    talks.add_argument("--json", action="store_true", help="one JSON object")
    talks.add_argument("--votes", action="store_true", help="judged answers instead, as lines that eval reads")
    talks.add_argument("--delete", metavar="KEY", help="erase one from the disk")
    talks.add_argument("--delete-all", action="store_true", help="erase all of them")


def _shared() -> argparse.ArgumentParser:
    """Options of every command. Nothing has a default here: one given before the command must survive it."""
    shared = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    add = shared.add_argument
    add("--corpus", metavar="DIR", help="the folder of articles (seeds)")
    add("--index", metavar="DIR", help="the folder of the index (a per-user data folder)")
    add("--comments", action="store_true", help="read what people wrote beside the text of Word files, too")
    add("--model", metavar="NAME_OR_FOLDER", help="a sentence-transformers model instead of the bundled one")
    add("--chroma-url", metavar="URL", help="a Chroma server that many windows share, http://host:port")
    add("--chroma-collection", metavar="NAME", help="name of the corpus on that server (isnad)")
    add("--reader", metavar="trained|none", help="the small network that reads the best passages (trained)")
    add("--reranker", metavar="NAME_OR_FOLDER", help="a sentence-transformers CrossEncoder that orders the passages")
    add("--allow-download", action="store_true", help="let --model and --reranker be fetched once")
    add(
        "--llm",
        metavar="none|auto|URL[#model]|FILE.gguf",
        help="a local language model that words the answers; auto: a server on this machine, where one runs (auto)",
    )
    add("--allow-remote", action="store_true", help="let --llm be on another machine: the articles leave this one")
    add("--language", metavar="ar|en", help="language of messages (ar)")
    add("--verbose", action="store_true", help="show the log on stderr")
    return shared


def _served() -> argparse.ArgumentParser:
    served = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    served.add_argument("--host", help="address to listen on (127.0.0.1)")
    served.add_argument("--port", help="port to listen on (7860)")
    served.add_argument(
        "--uploads", metavar="auto|on|off", help="files added and removed in the window (auto: on loopback only)"
    )
    served.add_argument("--no-history", action="store_true", help="keep no conversation, and show none that was kept")
    return served


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {number}")
    return number


def early_language(given: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language to complain in about a call that may not even parse."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    early.add_argument("--language", nargs="?")
    chosen = early.parse_known_args(given)[0].language or environment.get("ISNAD_LANGUAGE", "")
    return chosen.lower() if chosen.lower() in LANGUAGES else LANGUAGES[0]
