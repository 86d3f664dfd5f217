"""What a run is told, in one frozen value: from arguments, then the environment, then defaults.

Nothing is read at import and no folder is made here. This module imports nothing of ours.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

LANGUAGES = ("ar", "en")
READERS = ("trained", "none")
UPLOADS = ("auto", "on", "off")
LLMS = ("auto", "none")
PREFIX = "ISNAD_"

_SPACES = re.compile(r"[\s\\]")
_COLLECTION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,98}[A-Za-z0-9]")
_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})


class SettingError(ValueError):
    """A value that cannot be used: `reason` is the code of its sentence, `key` and `value` fill it."""

    def __init__(self, key: str, value: object, reason: str) -> None:
        self.key = key
        self.value = value
        self.reason = reason
        super().__init__(f"{key}={value!r}: {reason}")


@dataclass(frozen=True, slots=True)
class Settings:
    """`model` None is the bundled model; `log` is the file that the details of failures go to.

    `reader` is `trained`, or `none`: answers then rest on similarity and words alone. `reranker` names a larger model
    that orders the passages in the reader's place.
    `uploads`: whether files may be added and removed in the window; `auto`: where only this machine reaches it.
    `llm` is `none`, `auto` (a server on this machine, where one runs), `URL[#model]` or the path of a `.gguf` file.
    `chroma_url` is a Chroma server that many windows share, "" for none; `follows`: the corpus is the one on it, and
    no folder was named; `copy` is the folder for what is fetched from it.
    `comments`: what people wrote beside the text of Word and OpenDocument files is read too.
    `conversations` is the file that the owner's conversations are kept in, None where they are not. `folders` is the
    file that names the further folders of the corpus (`further.read_further`), None where there can be none.
    """

    corpus: Path
    index: Path
    log: Path
    model: str | None = None
    reader: str = "trained"
    reranker: str | None = None
    allow_download: bool = False
    llm: str = "auto"
    allow_remote: bool = False
    host: str = "127.0.0.1"
    port: int = 7860
    uploads: str = "auto"
    language: str = "ar"
    verbose: bool = False
    chroma_url: str = ""
    chroma_collection: str = "isnad"
    chroma_token: str = field(default="", repr=False)
    follows: bool = False
    copy: Path = Path()
    conversations: Path | None = None
    comments: bool = False
    folders: Path | None = None

    @property
    def articles_at(self) -> str:
        """Where the articles are, for a person: the folder, or the server that is followed."""
        return f"{self.chroma_url} ({self.chroma_collection})" if self.follows else str(self.corpus)

    def following(self) -> Settings:
        """The same run as one of the windows, where another indexer fills the server."""
        return replace(self, follows=True, index=self.copy)


def settings_from(
    arguments: Mapping[str, object], environment: Mapping[str, str], platform: str = sys.platform
) -> Settings:
    """Settings of one run: an argument, where it is missing or None ISNAD_<NAME>, else the default.

    Raises SettingError, which names the key as it was given (`--port` or `ISNAD_PORT`) and its value.
    """
    given = _Given(arguments, environment)
    data = _data_folder(environment, platform)
    corpus = given.path("corpus", _seeds())
    url, collection = given.url("chroma_url"), given.collection("chroma_collection", "isnad")
    follows = bool(url) and given.raw("corpus") is None
    copy = data / "shared" / _key(f"{url}#{collection}") if url else Path()
    index = given.path("index", copy if follows else data / "index" / _key(corpus))
    if not follows and _inside(index, corpus):
        raise SettingError(given.name("index"), index, "index_in_corpus")
    kept = data / "conversations" / f"{_key(f'{url}#{collection}' if follows else corpus)}.sqlite3"
    return Settings(
        corpus=corpus,
        index=index,
        log=data / "isnad.log",
        model=given.text("model", "") or None,
        reader=given.choice("reader", READERS, "no_reader"),
        reranker=given.text("reranker", "") or None,
        allow_download=given.switch("allow_download"),
        llm=given.llm(given.switch("allow_remote")),
        allow_remote=given.switch("allow_remote"),
        host=given.text("host", "127.0.0.1") or "127.0.0.1",
        port=given.port("port", 7860),
        uploads=given.choice("uploads", UPLOADS, "no_uploads"),
        language=given.choice("language", LANGUAGES, "no_language"),
        verbose=given.switch("verbose"),
        chroma_url=url,
        chroma_collection=collection,
        chroma_token=environment.get(PREFIX + "CHROMA_TOKEN", "").strip(),
        follows=follows,
        copy=copy,
        conversations=None if given.switch("no_history") else kept,
        comments=given.switch("comments"),
        folders=None if follows else data / "folders" / f"{_key(corpus)}.json",
    )


@dataclass(frozen=True, slots=True)
class _Given:
    """What was given under a key, and how it was called there."""

    arguments: Mapping[str, object]
    environment: Mapping[str, str]

    def name(self, key: str) -> str:
        if self.arguments.get(key) is not None:
            return "--" + key.replace("_", "-")
        return PREFIX + key.upper()

    def raw(self, key: str) -> object:
        argument = self.arguments.get(key)
        return self.environment.get(PREFIX + key.upper()) if argument is None else argument

    def text(self, key: str, default: str) -> str:
        value = self.raw(key)
        return default if value is None else str(value).strip()

    def path(self, key: str, default: Path) -> Path:
        value = self.raw(key)
        if value is None:
            return default
        text = str(value)
        if not text.strip() or "\0" in text:
            raise SettingError(self.name(key), text, "no_path")
        if text == "~" or text.startswith(("~/", "~\\")):
            return _home(self.environment) / text[2:]
        return Path(text)

    def port(self, key: str, default: int) -> int:
        value = self.raw(key)
        try:
            number = default if value is None else int(str(value))
        except ValueError:
            number = -1
        if not 0 <= number <= 65535:
            raise SettingError(self.name(key), value, "no_port")
        return number

    def choice(self, key: str, choices: tuple[str, ...], reason: str) -> str:
        value = self.text(key, choices[0]).lower()
        if value not in choices:
            raise SettingError(self.name(key), value, reason)
        return value

    def llm(self, allow_remote: bool) -> str:
        value = self.text("llm", "auto") or "auto"
        if value.lower() in LLMS:
            return value.lower()
        if "://" in value:
            if not is_address(value):
                raise SettingError(self.name("llm"), value, "no_llm")
            if not is_loopback(value) and not allow_remote:
                raise SettingError(self.name("llm"), value, "llm_remote")
        elif not value.lower().endswith(".gguf") or "\0" in value:
            raise SettingError(self.name("llm"), value, "no_llm")
        return value

    def url(self, key: str) -> str:
        """An address with http or https, or "" for none; without the slash at its end."""
        value = self.text(key, "")
        try:
            parts = urlsplit(value)
            usable = parts.scheme in ("http", "https") and parts.hostname and (parts.port is None or parts.port > 0)
        except ValueError:
            usable, parts = False, urlsplit("")
        more = parts.username is not None or parts.query or parts.fragment or _SPACES.search(value)
        if value and (not usable or more):
            raise SettingError(self.name(key), value, "no_url")
        return value.rstrip("/")

    def collection(self, key: str, default: str) -> str:
        """What Chroma takes as a collection's name, with room for what `vectorstore.chroma.client` puts behind it."""
        value = self.text(key, default) or default
        if not _COLLECTION.fullmatch(value):
            raise SettingError(self.name(key), value, "no_collection")
        return value

    def switch(self, key: str) -> bool:
        value = self.text(key, "").lower()
        if value not in _YES | _NO:
            raise SettingError(self.name(key), value, "no_switch")
        return value in _YES


def is_address(url: str) -> bool:
    """Is it http(s)://host[:port][/path][#model], without a user, a password or a query?"""
    try:
        parts = urlsplit(url)
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
    return named and "@" not in parts.netloc and not parts.query


def is_loopback(url: str) -> bool:
    """Does the address stay on this machine? Names other than `localhost` may lead anywhere, so they do not."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _seeds() -> Path:
    """The five articles: inside this package where it was installed, beside it in a checkout."""
    package = Path(__file__).parent
    installed = package / "seeds"
    return installed if installed.is_dir() else package.parent / "seeds"


def _home(environment: Mapping[str, str]) -> Path:
    home = environment.get("HOME") or environment.get("USERPROFILE")
    return Path(home) if home else Path.home()


def _data_folder(environment: Mapping[str, str], platform: str) -> Path:
    """Where this person's programs keep what they make; relative values are ignored, as XDG asks."""
    if platform == "win32":
        kept = environment.get("LOCALAPPDATA")
        return Path(kept) / "isnad" if kept else _home(environment) / "AppData" / "Local" / "isnad"
    if platform == "darwin":
        return _home(environment) / "Library" / "Application Support" / "isnad"
    kept = environment.get("XDG_DATA_HOME", "")
    return (Path(kept) if os.path.isabs(kept) else _home(environment) / ".local" / "share") / "isnad"


def _key(corpus: Path | str) -> str:
    """One index per corpus folder, whichever way its path is written, or per address of a shared one.

    The name in front is for people who look.
    """
    if isinstance(corpus, str):
        return f"{urlsplit(corpus).hostname}-{hashlib.sha256(corpus.encode()).hexdigest()[:16]}".replace(":", "_")
    path = corpus.resolve()
    return f"{path.name or 'root'}-{hashlib.sha256(os.fsencode(path)).hexdigest()[:16]}"


def _inside(index: Path, corpus: Path) -> bool:
    """Would the files of the index be read as articles? Hidden folders are not looked into."""
    try:
        rest = index.resolve().relative_to(corpus.resolve())
    except ValueError:
        return False
    return not any(part.startswith(".") for part in rest.parts)
