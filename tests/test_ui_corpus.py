"""The corpus page without a browser: what it lists, how it is searched, and what questions are limited to."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant import opening
from assistant.eta import Pace
from assistant.messages import why_refused
from assistant.settings import Settings
from assistant.ui.catalogue import CHOSEN, REFUSED, Catalogue, key_of
from assistant.ui.chat_events import ChatEvents
from assistant.ui.corpus_events import CorpusEvents
from assistant.ui.html import article_panel, corpus_page, file_row, frame
from assistant.ui.html.labels import LABELS
from assistant.ui.html.plurals import changes, size, time_left
from assistant.ui.html.transcript import reply
from assistant.ui.state import DONE, FAILED, Conversation, ListState, SourceFilter
from assistant.ui.status import progress_step
from tests.fake_assistant import ATTACK, Reader, opened, record
from tests.fakes import WordLengths
from tests.test_ui import drained
from vectorstore.ledger.rows import ArticleRecord, FileRecord, IndexFacts, SyncReport
from vectorstore.types import Remark

MANY = FileRecord("أرشيف.jsonl", "indexed", "some_refused", "3", "utf-8", "", 90, 9_000, "", 45)


def articles_of(file: str, limit: int, skipped: int) -> Sequence[ArticleRecord]:
    """45 articles of one file, called «خبر 0» to «خبر 44»."""
    every = [ArticleRecord(f"{file}#{n}", file, f"خبر {n}", "2017-05-22", "", 200) for n in range(45)]
    return every[skipped : skipped + limit]


def catalogue(*files: FileRecord) -> Catalogue:
    return Catalogue(files, articles_of)


def listed(
    files: Catalogue,
    shelf: ListState = ListState(),  # noqa: B008
    scope: SourceFilter = SourceFilter(),  # noqa: B008
    may_change: bool = True,
) -> str:
    return corpus_page.rows(files, shelf, scope, lambda record: f"أول كلام {record.source}", "/مقالات", may_change)


# the list


def test_each_file_is_listed_with_what_became_of_it() -> None:
    told = (Remark("pages_unread", "2-5"), Remark("file_date", "2026-11-26"))
    read = FileRecord("أ.txt", "indexed", "", "", "windows-1256", "قمة السبع", 11, 2_097, "2017-05-26", remarks=told)
    written = listed(catalogue(read, record("ب.txt", title=""), record(ATTACK, "refused", "binary")))
    for piece in ("قمة السبع", "11 مقطعًا", "2,097 حرفًا", "windows-1256", "2017-05-26", "أول كلام ب.txt"):
        assert piece in written
    assert "ليس ملفًّا نصيًّا" in written and "not a text file" in written
    assert "صفحات لم تُقرأ" in written and "2-5" in written and "تاريخ الملف" in written
    assert f"#file-{key_of('أ.txt')}" in written and f"#file-{key_of(ATTACK)}" not in written
    assert f"#choose-{key_of(ATTACK)}" not in written  # nothing to ask of it
    assert "<img" not in written


def test_the_keys_in_the_page_are_not_names() -> None:
    written = listed(catalogue(record("سر/خبر.txt")))
    assert 'href="#remove-' in written and 'href="#remove-سر' not in written and "/isnad/file/سر" not in written


def test_where_nothing_may_be_changed_nothing_offers_it() -> None:
    files = catalogue(record("أ.txt"))
    head = corpus_page.head(files, IndexFacts("", "", 0), "/مقالات", None, may_change=False)
    assert "do-upload" not in head and "do-sync" in head
    assert "#remove-" not in listed(files, may_change=False)


def test_the_totals_say_how_large_the_index_is_what_made_it_and_when() -> None:
    files = catalogue(record("أ.txt"), record("ب.txt"), record("ج.pdf", "refused", "unsupported"), MANY)
    facts = IndexFacts("", "2026-11-25T02:00:00Z", 5 << 20)
    head = corpus_page.head(files, facts, f"/مقالات/{ATTACK}", "نموذجي", may_change=True)
    for piece in ("47 مقالًا", "3 ملفات", "92", "5.0 م.ب", "5.0 MB", "نموذجي", "2026-11-2"):
        assert piece in head
    assert "<img" not in head


def test_an_empty_folder_says_where_to_put_articles() -> None:
    assert "/مقالات" in listed(catalogue()) and LABELS["empty"][0] in frame.empty("/مقالات")


def test_thousands_of_files_are_leafed_through_a_page_at_a_time() -> None:
    files = catalogue(*(record(f"{n:05}.txt") for n in range(12_345)))
    first, last = listed(files), listed(files, ListState(page=246))
    assert first.count("<li class=") == corpus_page.FILES_PER_PAGE and "00049.txt" in first and "00050.txt" not in first
    assert last.count("<li class=") == 45 and 'href="#page-245"' in last and "#page-247" not in last
    assert "12,345" in first
    assert "12344.txt" in listed(files, ListState(page=9_999_999))  # a page that is not there is the last one


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("الانترنت", ["أ.txt"]),  # folded as questions are: the title says «الإنترنت»
        ("شركات انترنت", ["أ.txt"]),
        ("خاص", ["خاص/ب.txt"]),  # a folder's name
        ("", ["أ.txt", "خاص/ب.txt", "أرشيف.jsonl"]),
        ("خبر 44", ["أرشيف.jsonl"]),  # an article inside a file of many
        ("خبر 45", []),
    ],
)
def test_files_are_found_by_words_of_their_name_or_title(words: str, found: list[str]) -> None:
    files = catalogue(record("أ.txt", title="شركات الإنترنت توقّع"), record("خاص/ب.txt", title="زلزال"), MANY)
    assert [r.source for r in files.find(words)] == found


def test_files_stand_under_their_month_or_under_the_event_that_several_tell_of() -> None:
    days = {"أ.txt": "2017-10-19", "ب.txt": "2017-05-26", "ج.txt": "2017-10-02", "د.txt": ""}
    shelf = catalogue(*(replace(record(name, title=f"عنوان {name}"), date=day) for name, day in days.items()))

    def parts(order: str, happenings: dict[str, int] | None) -> list[str]:
        html = corpus_page.rows(
            shelf, ListState(order=order), SourceFilter(), lambda one: "", "/مقالات", False, True, happenings
        )
        pieces = re.findall(r'<h3 class="part"[^>]*>(.*?)</h3>|<bdi class="file"[^>]*>(.*?)</bdi>', html)
        return [re.sub("<[^>]+>", "", heading or name) for heading, name in pieces]

    no_day, no_event = ("".join(LABELS[key]) for key in ("no_day", "no_event"))
    assert parts("day", None) == ["2017-10", "أ.txt", "ج.txt", "2017-05", "ب.txt", no_day, "د.txt"]
    told = parts("event", {"أ.txt": 2, "ج.txt": 2})
    assert told == ["عنوان ج.txt", "ج.txt", "أ.txt", no_event, "د.txt", "ب.txt"]
    assert parts("event", {}) == ["د.txt", "ب.txt", "ج.txt", "أ.txt"]
    assert LABELS["events_reading"][0] in corpus_page.rows(
        shelf, ListState(order="event"), SourceFilter(), lambda one: "", "/مقالات", False
    )
    assert parts("name", None) == list(days)


def test_refused_and_chosen_files_are_shown_alone() -> None:
    files = catalogue(record("أ.txt"), record("ب.txt"), record("ج.pdf", "refused", "unsupported"))
    assert [r.source for r in files.find("", REFUSED)] == ["ج.pdf"]
    assert [r.source for r in files.find("", CHOSEN, {"ب.txt"})] == ["ب.txt"]


def test_a_file_of_many_articles_unfolds_a_page_at_a_time() -> None:
    files, key = catalogue(MANY), key_of(MANY.source)
    assert "خبر 0" not in listed(files) and f"#unfold-{key}" in listed(files)
    unfolded = listed(files, ListState(unfolded=key, inside=2))
    assert "خبر 40" in unfolded and "خبر 44" in unfolded and "خبر 39" not in unfolded
    assert f"#article-{key}-{key_of('أرشيف.jsonl#44')}" in unfolded
    assert files.article(MANY, key_of("أرشيف.jsonl#44")) == "أرشيف.jsonl#44"
    assert files.article(MANY, key_of("سواه.jsonl#44")) is None


# numbers in words


def report(**numbers: int) -> SyncReport:
    return replace(SyncReport(0, 0, 0, 0, 0, (), ()), **numbers)


@pytest.mark.parametrize(
    ("numbers", "unread", "single", "arabic", "english"),
    [
        ({"added": 2, "removed": 1}, 0, True, "أُضيف مقالان وحُذف واحد.", "2 articles added, 1 removed."),
        ({"added": 1}, 0, True, "أُضيف مقال واحد.", "1 article added."),
        ({"added": 3, "changed": 1}, 0, True, "أُضيفت 3 مقالات وتغيّر واحد.", "3 articles added, 1 changed."),
        ({"added": 11, "removed": 3}, 0, True, "أُضيف 11 مقالًا وحُذفت 3.", "11 articles added, 3 removed."),
        ({"added": 100, "removed": 2}, 0, True, "أُضيف 100 مقال وحُذف اثنان.", "100 articles added, 2 removed."),
        ({"added": 2, "removed": 2, "moved": 2}, 0, True, "نُقل مقالان.", "2 articles moved."),
        ({"added": 2}, 0, False, "أُضيف ملفان.", "2 files added."),
        ({"added": 1}, 3, True, "أُضيف مقال واحد ولم تُقرأ 3 ملفات.", "1 article added, 3 files not read."),
        ({}, 1, True, "لم يُقرأ ملف واحد.", "1 file not read."),
    ],
)
def test_what_a_sync_changed_is_said_with_the_right_agreement(
    numbers: dict[str, int], unread: int, single: bool, arabic: str, english: str
) -> None:
    told = changes(report(**numbers), unread, single)
    assert f">{arabic}<" in told and f">{english}<" in told


def test_a_sync_that_changed_nothing_has_nothing_to_say() -> None:
    assert changes(report(unchanged=5), 0, True) == ""


@pytest.mark.parametrize(("number", "written"), [(0, "0 B"), (1023, "1,023 B"), (1536, "1.5 KB"), (5 << 30, "5.0 GB")])
def test_sizes_are_in_the_unit_that_fits(number: int, written: str) -> None:
    assert f">{written}<" in size(number)


@pytest.mark.parametrize(
    ("seconds", "arabic", "english"),
    [(10, "بقي أقل من دقيقة", "less than a minute left"), (61, "بقي نحو دقيقة", "about a minute left"),
     (130, "بقي نحو دقيقتين", "about 2 minutes left"), (300, "بقي نحو 5 دقائق", "about 5 minutes left"),
     (3_000, "بقي نحو 50 دقيقة", "about 50 minutes left"), (7_300, "بقي نحو ساعتين", "about 2 hours left")],
)  # fmt: skip
def test_the_time_that_is_left_is_said_coarsely(seconds: float, arabic: str, english: str) -> None:
    assert f">{arabic}<" in time_left(seconds) and f">{english}<" in time_left(seconds)


def test_the_end_of_a_stage_is_estimated_from_what_was_done_in_it() -> None:
    paces: dict[str, Pace] = {}
    assert progress_step(paces, "embed", 500, 1_000, 100.0).left is None  # 500 were there before: they say nothing
    assert progress_step(paces, "embed", 600, 1_000, 110.0).left == 40.0  # 100 in ten seconds, 400 to go
    assert progress_step(paces, "store", 0, 10, 110.0).left is None  # another stage has its own pace
    assert progress_step(paces, "store", 10, 10, 120.0).left is None


# what the handlers do


@pytest.fixture
def reader() -> Reader:
    return Reader(files_=(record("أ.txt"), record("ب.txt"), record("ج.pdf", "refused", "unsupported")))


@pytest.fixture
def handlers(settings: Settings, reader: Reader) -> ChatEvents:
    return ChatEvents(opened(reader), settings)


@pytest.fixture
def corpus(handlers: ChatEvents) -> CorpusEvents:
    return handlers.corpus


def test_leafing_searching_and_unfolding_change_the_visitors_own_shelf(corpus: CorpusEvents) -> None:
    shelf, opened_article, _, _ = corpus.browse("page-3 1", ListState(words="خبر"), SourceFilter())
    assert (shelf, opened_article) == (ListState(words="خبر", page=3), "")
    assert corpus.browse("only-refused 2", shelf, SourceFilter())[0] == ListState(words="خبر", kind=REFUSED)
    assert corpus.search("ب" * 900, shelf, SourceFilter())[0].words == "ب" * 200
    key = key_of("أ.txt")
    assert corpus.browse(f"unfold-{key} 3", shelf, SourceFilter())[0].unfolded == key


@pytest.mark.parametrize("event", ["page-x", "only-all", "unfold-1", "inside-1-1", "../..", ATTACK, "page-99999999"])
def test_what_was_never_offered_changes_no_shelf(corpus: CorpusEvents, event: str) -> None:
    assert corpus.browse(event, ListState(words="خبر"), SourceFilter())[0] == ListState(words="خبر")


def test_files_are_chosen_one_by_one_or_all_that_were_found_and_let_go(corpus: CorpusEvents) -> None:
    scope, _, limits, _, rows, _ = corpus.pick(f"choose-{key_of('أ.txt')} 1", ListState(), SourceFilter())
    assert scope.sources == {"أ.txt"} and "البحث في 1 من ملفين" in limits and 'aria-checked="true"' in rows
    assert corpus.pick(f"choose-{key_of('أ.txt')} 2", ListState(), scope)[0] == SourceFilter()
    scope = corpus.pick("choose-found 3", ListState(words="ب"), SourceFilter())[0]
    assert scope.sources == {"ب.txt"}
    assert corpus.pick("choose-none 4", ListState(), scope)[::2][0:2] == (SourceFilter(), "")


@pytest.mark.parametrize(
    "event",
    [f"choose-{'0' * 24}", "choose-أ.txt", f"choose-{key_of('ج.pdf')}", ""],
    ids=["no file's key", "a name", "a refused file's key", "nothing"],  # keys are others in every process
)
def test_what_is_not_there_or_was_not_read_cannot_be_chosen(corpus: CorpusEvents, event: str) -> None:
    assert corpus.pick(f"{event} 1", ListState(), SourceFilter())[0] == SourceFilter()


def test_of_what_is_told_again_only_what_is_new_is_done(corpus: CorpusEvents) -> None:
    first, second = (f"choose-{key_of(name)}" for name in ("أ.txt", "ب.txt"))
    scope, *_, done = corpus.pick(f"{first} 4", ListState(), SourceFilter())
    assert (scope.sources, done) == ({"أ.txt"}, 4)
    scope, *_, done = corpus.pick(f"{first} 4,refresh 5,{second} 7", ListState(), scope, done)
    assert (scope.sources, done) == ({"أ.txt", "ب.txt"}, 7)
    assert corpus.pick(f"{second} 7,{first} 9", ListState(), scope, done)[0].sources == {"ب.txt"}


def test_a_chosen_file_that_disappears_is_dropped_with_a_word(corpus: CorpusEvents) -> None:
    scope, _, limits, *_ = corpus.pick("refresh 1", ListState(), SourceFilter(frozenset({"أ.txt", ATTACK})))
    assert scope.sources == {"أ.txt"} and scope.lost == (ATTACK,)
    assert "لم يعد ملف مختار موجودًا:" in limits and "<img" not in limits
    assert corpus.pick("refresh 2", ListState(), scope)[0].sources == {"أ.txt"}


# questions within chosen files


def answered(handlers: ChatEvents, scope: SourceFilter) -> Conversation:
    conversation, _, _ = handlers.ask("متى؟", Conversation(), scope)
    return drained(handlers.answer(conversation))[-1][0]


def test_a_question_searches_the_chosen_files_and_its_answer_says_so(handlers: ChatEvents, reader: Reader) -> None:
    last = answered(handlers, SourceFilter(frozenset({"ب.txt"}))).exchanges[-1]
    assert reader.searched == [["ب.txt"]] and last.status == DONE
    written = reply(0, last)
    assert "بحثنا في 1 من ملفين" in written and "ب.txt" in written
    assert answered(handlers, SourceFilter()).exchanges[-1].within == () and reader.searched[-1] is None


def test_a_question_goes_on_without_a_chosen_file_that_is_gone(handlers: ChatEvents, reader: Reader) -> None:
    last = answered(handlers, SourceFilter(frozenset({"ب.txt", "راح.txt"}))).exchanges[-1]
    assert reader.searched == [["ب.txt"]] and last.within == ("ب.txt",)


def test_where_every_chosen_file_is_gone_nothing_is_searched_instead(handlers: ChatEvents, reader: Reader) -> None:
    last = answered(handlers, SourceFilter(frozenset({"راح.txt"}))).exchanges[-1]
    assert reader.searched == [] and last.status == FAILED and LABELS["scope_gone"][0] in last.note


def test_asking_again_searches_what_is_chosen_now(handlers: ChatEvents) -> None:
    first = answered(handlers, SourceFilter())
    again, *_ = handlers.act("retry-0 1", first, "", SourceFilter(frozenset({"أ.txt"})))
    assert again.waiting.within == ("أ.txt",)


def one_of(tmp_path: Path, quick: WordLengths, *lines: dict[str, str]) -> ChatEvents:
    """Handlers over a real folder: a file of records with these, and an article beside it."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "واحد.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (folder / "خبر.txt").write_text("أعلن الوزير الاتفاق أمس في العاصمة.", encoding="utf-8")
    settings = Settings(folder, tmp_path / "index", tmp_path / "log", reader="none", llm="none")
    return ChatEvents(opened(opening.open_assistant(settings)), settings)


ONE = "ضربت هزة أرضية خفيفة مدن الجنوب مساء السبت ولم تقع أي أضرار."


@pytest.mark.parametrize("title", ["", "هزة في الجنوب"])
@pytest.mark.parametrize("name", ["", "هزة-1"])
def test_the_one_article_of_a_file_of_records_is_listed_and_opened(
    tmp_path: Path, quick: WordLengths, title: str, name: str
) -> None:
    handlers = one_of(tmp_path, quick, {"text": ONE, "title": title, "id": name})
    try:
        _, rows = handlers.corpus.page(ListState(), SourceFilter())
        assert "خبر.txt" in rows and "أعلن الوزير" in rows
        assert (title or ONE) in rows and f"#file-{key_of('واحد.jsonl')}" in rows
        written = handlers.look(f"file-{key_of('واحد.jsonl')} 1", Conversation())
        assert ONE in written and f"واحد.jsonl#{name or 1}" in written
        assert f'href="/isnad/file/{key_of("واحد.jsonl")}"' in written
    finally:
        handlers.desk.close()


def test_an_article_that_went_since_it_was_listed_takes_nothing_else_from_the_list(
    handlers: ChatEvents, reader: Reader
) -> None:
    reader.files_ = (record("أ.txt", title=""), record("ب.txt", title=""))
    handlers.desk.board.tell(corpus=True)
    assert handlers.desk.catalogue() is not None
    reader.files_ = (record("ب.txt", title=""),)
    _, rows = handlers.corpus.page(ListState(), SourceFilter())
    assert "أ.txt" in rows and "أعلن الوزير" in rows
    assert handlers.look(f"file-{key_of('أ.txt')} 1", Conversation()) == article_panel.gone()


def test_an_article_is_opened_by_its_key_alone(handlers: ChatEvents) -> None:
    opened_article = handlers.look(f"file-{key_of('أ.txt')} 1", Conversation())
    assert "أعلن الوزير" in opened_article
    assert handlers.look(f"file-{key_of('ج.pdf')} 1", Conversation()) == article_panel.gone()


def test_a_file_over_which_the_program_failed_says_so_in_both_languages() -> None:
    shown = file_row.reason(FileRecord("أ.txt", "refused", "unexpected", "RecursionError", "", "", 0, 0))
    isolated = "\u2068RecursionError\u2069"
    assert all(why_refused("unexpected", language, detail=isolated) in shown for language in ("ar", "en"))
