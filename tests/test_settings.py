"""Settings: arguments before the environment before defaults, and errors that name key and value."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from assistant.settings import SettingError, Settings, settings_from

HOME = {"HOME": "/home/salma"}


def test_an_argument_comes_before_the_environment_and_that_before_the_default() -> None:
    environment = {**HOME, "ISNAD_PORT": "7001", "ISNAD_LANGUAGE": "en"}
    assert settings_from({"port": "7002"}, environment).port == 7002
    assert settings_from({"port": None}, environment).port == 7001
    assert settings_from({}, HOME).port == 7860
    assert settings_from({}, environment).language == "en"


def test_the_defaults_are_the_seeds_the_bundled_model_this_machine_alone_and_arabic() -> None:
    settings = settings_from({}, HOME)
    assert settings.corpus.name == "seeds" and settings.corpus.is_dir()
    assert (settings.model, settings.reranker, settings.allow_download) == (None, None, False)
    assert settings.host == "127.0.0.1"
    assert settings.language == "ar"


@pytest.mark.parametrize(
    "value",
    ["none", "auto", "http://127.0.0.1:11434#qwen3", "http://localhost:8080/v1", "http://[::1]:8000", "~/نموذج.GGUF"],
)
def test_a_language_model_on_this_machine_needs_no_leave(value: str) -> None:
    assert settings_from({"llm": value}, HOME).llm == value


def test_a_model_on_another_machine_is_used_where_that_is_allowed() -> None:
    assert settings_from({}, HOME).llm == "auto"
    remote = {**HOME, "ISNAD_LLM": "https://models.example/v1#big", "ISNAD_ALLOW_REMOTE": "1"}
    assert settings_from({}, remote).llm == "https://models.example/v1#big"


def test_settings_do_not_change_once_made() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        settings_from({}, HOME).port = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("port", "ثمانون", "no_port"),
        ("port", "70000", "no_port"),
        ("port", "-1", "no_port"),
        ("language", "fr", "no_language"),
        ("reader", "gpt", "no_reader"),
        ("allow_download", "ربما", "no_switch"),
        ("allow_remote", "ربما", "no_switch"),
        ("llm", "gpt", "no_llm"),
        ("llm", "ftp://127.0.0.1", "no_llm"),
        ("llm", "http://", "no_llm"),
        ("llm", "http://127.0.0.1:port", "no_llm"),
        ("llm", "http://salma:secret@127.0.0.1", "no_llm"),
        ("llm", "http://192.168.1.7:11434", "llm_remote"),
        ("llm", "https://models.example/v1#big", "llm_remote"),
        ("llm", "http://127.0.0.1.evil.example", "llm_remote"),
        ("llm", "http://localhost.evil.example", "llm_remote"),
        ("corpus", "", "no_path"),
        ("index", "a\0b", "no_path"),
        ("chroma_url", "localhost:8000", "no_url"),
        ("chroma_url", "ftp://host", "no_url"),
        ("chroma_url", "http://", "no_url"),
        ("chroma_url", "http://host:99999", "no_url"),
        ("chroma_url", "http://salma:sirr@host", "no_url"),
        ("chroma_url", "http://host/?a=b", "no_url"),
        ("chroma_url", "http://ho st", "no_url"),
        ("chroma_collection", "مقالات", "no_collection"),
        ("chroma_collection", "-a-", "no_collection"),
    ],
)
def test_a_bad_value_is_an_error_that_names_key_and_value(key: str, value: str, reason: str) -> None:
    with pytest.raises(SettingError) as raised:
        settings_from({key: value}, HOME)
    assert (raised.value.key, raised.value.value, raised.value.reason) == (
        "--" + key.replace("_", "-"),
        value,
        reason,
    )
    with pytest.raises(SettingError) as raised:
        settings_from({}, {**HOME, f"ISNAD_{key.upper()}": value})
    assert raised.value.key == f"ISNAD_{key.upper()}"


@pytest.mark.parametrize(
    ("platform", "environment", "folder"),
    [
        ("linux", {}, "/home/salma/.local/share/isnad"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/isnad"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "/home/salma/.local/share/isnad"),
        ("darwin", {}, "/home/salma/Library/Application Support/isnad"),
        ("win32", {"LOCALAPPDATA": "/salma/local"}, "/salma/local/isnad"),
        ("win32", {}, "/home/salma/AppData/Local/isnad"),
    ],
)
def test_the_index_lies_in_the_data_folder_of_the_person(
    platform: str, environment: dict[str, str], folder: str
) -> None:
    settings = settings_from({}, {**HOME, **environment}, platform)
    assert settings.index.parent == Path(folder, "index")
    assert settings.log == Path(folder, "isnad.log")
    assert not settings.index.is_relative_to(Path(__file__).parent.parent)


def test_the_same_folder_has_the_same_index_however_it_is_written(tmp_path: Path) -> None:
    articles, others = tmp_path / "مقالات", tmp_path / "أخرى" / "مقالات"
    for folder in (articles, others):
        folder.mkdir(parents=True)

    def index_of(corpus: str) -> Path:
        return settings_from({"corpus": corpus}, HOME).index

    assert index_of(str(articles)) == index_of(f"{others}/../../مقالات")
    assert index_of(str(articles)) != index_of(str(others))
    assert index_of(str(articles)).name.startswith("مقالات-")


def test_a_tilde_stands_for_the_home_folder() -> None:
    assert settings_from({"corpus": "~/مقالات"}, HOME).corpus == Path("/home/salma/مقالات")


def test_an_index_among_the_articles_is_refused_unless_hidden(tmp_path: Path) -> None:
    for index in (tmp_path, tmp_path / "فهرس"):
        with pytest.raises(SettingError, match="index_in_corpus"):
            settings_from({"corpus": str(tmp_path), "index": str(index)}, HOME)
    hidden = settings_from({"corpus": str(tmp_path), "index": str(tmp_path / ".isnad")}, HOME)
    assert hidden.index == tmp_path / ".isnad"


def test_nothing_is_made_when_settings_are_read(tmp_path: Path) -> None:
    made: Settings = settings_from({"index": str(tmp_path / "index")}, {"HOME": str(tmp_path)})
    assert not made.index.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_server_is_followed_unless_a_folder_is_named_and_each_has_a_folder_of_its_own() -> None:
    url = {"chroma_url": "https://host:8000/chroma/"}
    window, indexer = settings_from(url, HOME), settings_from({**url, "corpus": "seeds"}, HOME)
    assert window.chroma_url == indexer.chroma_url == "https://host:8000/chroma"
    assert (window.follows, indexer.follows, settings_from({}, HOME).follows) == (True, False, False)
    assert settings_from(url, {**HOME, "ISNAD_CORPUS": "seeds"}).follows is False
    assert window.index == window.copy == indexer.copy == indexer.following().index
    assert indexer.index == settings_from({"corpus": "seeds"}, HOME).index
    other = settings_from({**url, "chroma_collection": "news"}, HOME)
    assert len({window.index, indexer.index, other.index}) == 3
    assert window.articles_at == "https://host:8000/chroma (isnad)"


def test_the_token_comes_from_the_environment_alone_and_is_not_shown() -> None:
    settings = settings_from({"chroma_token": "given"}, {**HOME, "ISNAD_CHROMA_TOKEN": " kept "})
    assert settings.chroma_token == "kept"
    assert "kept" not in repr(settings)
