"""HTML has a type: nothing becomes markup but by `Markup`, and no text gets into a page as anything but text."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from assistant.history.kept import Listed
from assistant.history.notebook import Held, Note
from assistant.messages import why_refused
from assistant.names.register import Name, Register
from assistant.names.told import InArticle, Told
from assistant.sources.briefing import Briefing, Item, Section
from assistant.sources.cards import EventCard, Source
from assistant.sources.cells import Cell, Conflict
from assistant.sources.chronology import Dated
from assistant.sources.comparison import Comparison, Row
from assistant.sources.news import ArticleNews, Happened, News
from assistant.sources.survey import Survey
from assistant.types import Answer, Citation, Generation, Line, Standing
from assistant.ui.catalogue import Catalogue, key_of
from assistant.ui.html import (
    answer_lines,
    article_panel,
    article_text,
    briefing_page,
    corpus_page,
    escape,
    events_page,
    file_row,
    frame,
    history_list,
    keeping,
    labels,
    names_page,
    news_page,
    notebook_page,
    plurals,
    reader_bar,
    search_page,
    side_by_side,
    source_cards,
    transcript,
)
from assistant.ui.quoted import Quoted
from assistant.ui.state import DONE, FAILED, PENDING, STOPPED, Conversation, Exchange, ListState, SourceFilter
from assistant.ui.status import Progress, Status, progress_html, strip_html
from tests.fake_assistant import ATTACK, an_answer
from vectorstore.ledger.rows import ArticleRecord, FileRecord, IndexFacts, SyncReport
from vectorstore.text.headings import Heading
from vectorstore.text.pattern import Pattern
from vectorstore.types import Document, Passage, Remark
from vectorstore.word_search.request import Findings, WordHit, WordSearch

ROOT = Path(__file__).parent.parent
WRITERS = sorted((ROOT / "assistant/ui").rglob("*.py"))
PAGES = [*sorted((ROOT / "assistant/ui/html").glob("[!_]*.py")), ROOT / "assistant/ui/status.py"]

ESCAPING = {"assistant/ui/html/escape.py": {"escape_text", "escape_exact", "escape_sentence"}}
"""The functions that make markup of a text themselves, having escaped it."""

PLAIN = {"plain_name", "counted", "within", "also_in_files", "sources_with"}
"""Public functions beside the markup that give plain text."""


# how it is written


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.AST, *names: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) in names)


@pytest.mark.parametrize("path", WRITERS, ids=name_of)
def test_a_tag_stands_in_markup_and_in_no_text_that_values_are_put_into(path: Path) -> None:
    """Least of all in an f-string inside `Markup(…)`: what is put in there is not escaped."""
    tree = tree_of(path)
    templates = {id(call.args[0]) for call in calls(tree, "Markup") if call.args}
    sought = {id(call.args[0]) for call in calls(tree, "re.compile", "page.replace")}
    documentation = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            assert "<" not in "".join(part.value for part in node.values if isinstance(part, ast.Constant))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search(r"</?[a-z]", node.value):
            assert id(node) in templates | sought | documentation, f"line {node.lineno} has a tag that is no Markup"


@pytest.mark.parametrize("path", WRITERS, ids=name_of)
def test_markup_is_made_of_constants_but_where_a_text_is_escaped(path: Path) -> None:
    tree = tree_of(path)
    escaping = {
        id(call)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in ESCAPING.get(name_of(path), ())
        for call in calls(node, "Markup")
    }
    for call in calls(tree, "Markup", "markupsafe.Markup"):
        if id(call) not in escaping:
            assert all(isinstance(argument, ast.Constant) for argument in call.args), f"line {call.lineno}"


def public_functions() -> dict[str, str]:
    """Every public function that writes a part of the page, with what it is annotated to give."""
    return {
        f"{path.stem}.{node.name}": ast.unparse(node.returns) if node.returns else ""
        for path in PAGES
        for node in tree_of(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    }


def test_what_writes_html_says_so_and_is_tried_below() -> None:
    given = public_functions()
    plain = {name.partition(".")[2] for name, kind in given.items() if kind == "str"}
    assert plain == PLAIN
    assert {name for name, kind in given.items() if kind == "Markup"} == {*WRITTEN, *NUMBERS, "escape.tongue"}


def test_what_a_visitor_is_told_is_kept_as_markup() -> None:
    assert isinstance(Exchange("؟").note, Markup)
    assert isinstance(Status().note, Markup) and isinstance(Status().error, Markup)


# what comes out

HOSTILE = (
    ATTACK, "<script>alert(1)</script>", "</span>", "</div></article>", '" onmouseover="alert(1)', "' x='", "<!--",
    "]]>", "&lt;img&gt;", "\u202e", "\u2067", "\ufeff", "\x00", "\x1b[0m", "\ud800", "\n\n# خبر", "\u2028", "{0}",
    "{labels.__class__}", "%s", "[رابط](https://example.org)", "javascript:alert(1)", "خبر", "Rome",
)  # fmt: skip
texts = st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=6).map("".join)

TAGS = frozenset(
    {"a", "article", "b", "bdi", "br", "button", "details", "div", "em", "h1", "h2", "h3", "h4", "header", "i", "label",
     "li", "mark", "nav", "ol", "p", "progress", "q", "section", "span", "strong", "summary", "svg", "ul", "form",
     "select", "option", "dl", "dt", "dd", "small", "table", "caption", "thead", "tbody", "tr", "th", "td"}
)  # fmt: skip
VOID = frozenset({"br"})
HIDDEN = re.compile(r'<span class="payload" hidden>.*?</span>')
"""What a button copies: the exact text, whatever it holds."""


class Reader(HTMLParser):
    """Reads a page as a browser does, and notes what only an injection could have put there."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in TAGS, tag
        for name, value in attrs:
            assert re.fullmatch(r"[a-z]+(-[a-z]+)*|viewbox", name) and not name.startswith("on"), name
            assert name != "href" or re.match(r"#|/isnad/file/", value or ""), value
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("path", "circle", "input"), tag

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def handle_decl(self, decl: str) -> None:
        raise AssertionError(decl)

    unknown_decl = handle_pi = handle_decl


def read(page: Markup) -> str:
    """The text of a page that is whole and holds nothing but what we wrote and text."""
    assert isinstance(page, Markup)
    reader = Reader()
    reader.feed(str(page))
    reader.close()
    assert not reader.open
    return reader.text


def cited(text: str) -> Citation:
    quote = f"{text} قال {text}"
    return Citation(1, f"{text}.txt", text, 7, 7 + len(quote), quote, False, (8, 7 + len(text)), text, 3)


def said_by(text: str, **changes: object) -> Answer:
    """An answer that holds a text wherever it can hold one."""
    first = cited(text)
    return an_answer(
        text, standalone=f"{text}؟", text=text, citations=(first, replace(first, marker=2, source=text, also=True)),
        lines=(
            Line(text, (1, 2), text, (0, 1), standing=Standing((8, 9), 2, 3, (replace(first, marker=0),))),
            Line(text, (1,), text, None, False), Line(text, (1,), text, standing=Standing((8, 9), 1, 3)),
            Line(text, (1,), text, standing=Standing((8, 9), 1, 3, (), (replace(first, marker=0),))),
        ), variants=(text, text),
        nearest=(first,), answerer=text, generation=Generation(text, 6, 12, 4, (("names", 1),), "llm_cut"), **changes,
    )  # fmt: skip


def exchanges(text: str) -> Iterator[Exchange]:
    for state in (DONE, PENDING, STOPPED, FAILED):
        for language in ("ar", "en", "fr", text):
            answer = said_by(text, language=language)
            for made in (answer, replace(answer, abstained=True)):
                one = Exchange(text, made, state, labels.said("no_url", key=text, value=text), (text, "خبر.txt"), 5)
                yield one
                lost = frozenset({"cite-1", "near-1"})
                yield replace(one, asked=text, key=text, vote=1, word=text, changed=lost, others=(one, one), place=1)


def files(text: str) -> Catalogue:
    one = FileRecord(f"{text}.txt", "indexed", "", "", text, text, 11, 2_097, text)
    records = (
        one,
        replace(one, source=f"{text}.md", title=""),
        replace(one, source=f"{text}.jsonl", reason="some_refused", detail=text, articles=45),
        replace(one, source=f"{text}.pdf", status="refused", reason="too_large", detail=text),
        replace(one, source=f"{text}.doc", status="refused", reason=text),
    )
    return Catalogue(records, lambda file, limit, skipped: [ArticleRecord(f"{file}#{text}", file, text, text, text, 9)])


def listed(text: str) -> Iterator[Markup]:
    catalogue, chosen = files(text), SourceFilter(frozenset({f"{text}.txt"}))
    shelves = (ListState(), ListState(unfolded=key_of(f"{text}.jsonl"), inside=1), ListState(words=text, page=3))
    for shelf in shelves:
        for scope in (SourceFilter(), chosen):
            yield corpus_page.rows(catalogue, shelf, scope, lambda record: text, text, True)
    told = {f"{text}.txt": 1, f"{text}.md": 1}
    for order in ("day", "event"):
        yield corpus_page.rows(catalogue, ListState(order=order), chosen, lambda record: text, text, True, True, told)
    yield corpus_page.rows(Catalogue((), lambda *_: ()), ListState(), SourceFilter(), lambda record: text, text, True)


def panels(text: str) -> Iterator[Markup]:
    body = f"{text}\n\nAn English line, {text}\nوقال {text} إن الاتفاق خطوة."
    document = Document(f"{text}.pdf", body, text, "", text, text, f"https://{text}", "", (0, 3))
    quotes = tuple(Quoted(*span, f"cite-0-{marker}") for marker, span in enumerate(((0, 4), (3, len(body) - 1)), 1))
    guide = reader_bar.Guide(quotes, (Heading(0, 2, 0, text), Heading(4, 6, 3, text)))
    for quote in ((0, 0), (2, len(body) - 3), (0, len(body))):
        yield article_panel.article(document, *quote, [(3, len(body) - 5)], guide=guide)
        yield article_panel.article(replace(document, title=""), *quote)


def findings(text: str) -> Iterator[tuple[Findings, WordSearch]]:
    """What a search found with a text wherever there is one, all and nothing of it chosen."""
    body = f"{text}\n\nوقال {text} إن الاتفاق خطوة."
    passage = Passage(f"{text}.txt", 7, 7 + len(body), body, f"{text} › {text}", "body", ((7, 7 + len(body)),))
    hits = tuple(
        WordHit(passage, 1.0, spans, ((0, len(text)),), f"{text}.txt", text, 3) for spans in ((), ((7, 9), (10, 12)))
    )
    facets = dict.fromkeys(("files", "formats", "years", "dates"), ((text, 3), (f"{text}.txt", 2)))
    for chosen in ((), (text,)):
        wanted = WordSearch(Pattern((), (), (text,)), False, chosen, chosen, *(("".join(chosen),) * 2))
        yield Findings(30, 2, hits, not chosen, facets, 1, (text,), (text,)), wanted
        yield Findings(0, 0, (), True, {}, 0, (text,), (text,)), wanted


KEY = "0a" * 12


def kept_lists(text: str) -> Iterator[Markup]:
    for used in (text, "2017-05-22T10:00:00Z"):
        for found in ("", text):
            rows = [Listed(KEY, text, used, 3, pinned, found, 2) for pinned in (True, False)]
            yield history_list.listing(rows, 50, bool(found))


def noted(text: str) -> list[Held]:
    """A note of each standing with a text wherever there is one."""
    note = Note(KEY, text, f"{text}.txt", 7, 7 + len(text), text, text, text, 3, True, text, (text, text), True)
    kept = [Held(note, standing) for standing in ("stands", "changed", "gone", "unchecked")]
    return [*kept, Held(Note(KEY, "2026-11-26T10:00:00Z", text=text), "own")]


def compared(text: str) -> Comparison:
    """What each source says, with a text wherever there is one, and a difference of each kind."""
    one = cited(text)
    cell = Cell(text, one)
    row = Row(one.source, text, text, (Line(text, (1,), text),), (one,), 1, text)
    kinds = ("number", "day", "name", "denial", "office", "attended")
    differences = tuple(Conflict(kind, cell, cell, ((8, 9 + n), (9, 11))) for n, kind in enumerate(kinds))
    rows = (row, replace(row, event=0), Row(one.source, "", "", event=1))
    return Comparison(text, f"{text}؟", "ar", rows, differences)


def named(text: str) -> Register:
    """A register of a name of each kind that is a text, and is written in another way as well."""
    names = tuple(
        Name(f"{place:024x}", text, kind, ((text, 2), (f"{text} {text}", 1)), {text: ((0, 1),)})
        for place, kind in enumerate(("person", "place", "organisation"))
    )
    return Register(names, {name.key: name for name in names}, {text: tuple(name.key for name in names)})


def told_of(text: str) -> Iterator[Markup]:
    known, quote = named(text), cited(text)
    (found, _), *_ = findings(text)
    for name in known.names:
        article = InArticle(text, text, text, 2, quote)
        told = Told(name, (quote,), (quote,), (quote,), ((known.names[0], 2),), (article,))
        yield names_page.page(told, dict.fromkeys(("who", "said", "said_of", "in"), found.hits))
        yield names_page.page(replace(told, beside=()), dict.fromkeys(("who", "said", "said_of", "in"), ()))


def happening(text: str) -> EventCard:
    """A card with a text in each of its cells, and one of a source that is a copy."""
    cell = Cell(text, cited(text))
    conflict = Conflict("number", cell, cell, ((8, 9), (9, 11)))
    sources = (Source(f"{text}.txt", text, text), Source(text, "", "", f"{text}.txt"))
    return EventCard(cell, cell, None, cell, (cell, cell), sources, (conflict,))


def briefed(text: str) -> Briefing:
    """A briefing of a name that is a text, with a section that was cut and one that is empty."""
    items = (Item((cited(text), cited(text)), text, "differ_number"), Item((cited(text),)))
    sections = (Section("brief_numbers", items, (), 9), Section("brief_who", (), ("event_day",)))
    return Briefing("name", text, "ar", sections, 9, 3)


def surveyed(text: str) -> Survey:
    """A survey that was cut, with a moment of each kind."""
    dated = tuple(Dated("2017-10", text, how, cited(text)) for how in ("stated", "resolved", "hijri", "published"))
    return Survey(text, ((f"{text}.txt", text),) * 30, dated, 3, 12, 9)


MARKS = article_text.Marks((1, 4), ((2, 3), (3, 9)), ((0, 2), (3, 7)), ((0, 9),))

WRITTEN: dict[str, Callable[[str], Iterator[Markup] | list[Markup]]] = {
    "escape.escape_text": lambda text: [escape.escape_text(text)],
    "escape.escape_exact": lambda text: [escape.escape_exact(text)],
    "escape.escape_sentence": lambda text: [escape.escape_sentence(text)],
    "escape.emphasised": lambda text: [escape.emphasised(text, parts) for parts in ((), [(1, 3)], [(0, 1), (2, 4)])],
    "escape.file_name": lambda text: [escape.file_name(text)],
    "frame.offered": lambda text: [frame.offered([(text, text)])],
    "labels.both": lambda text: [labels.both(label) for label in labels.LABELS],
    "labels.in_both": lambda text: [labels.in_both(text, text)],
    "labels.in_figures": lambda text: [labels.in_figures(text)],
    "labels.said": lambda text: [
        labels.said("no_url", key=text, value=text),
        labels.said("too_large", why_refused, detail=text),
    ],
    "labels.facts": lambda text: [
        labels.facts(text, 3, remarks=[Remark("mojibake", text)]),
        labels.facts(text, 3, "fr", [Remark("mojibake", text)]),
    ],
    "labels.remarked": lambda text: [labels.remarked(Remark("pages_unread", text))],
    "labels.answer_label": lambda text: [labels.answer_label("sources", language) for language in ("ar", "fr", text)],
    "frame.bar": lambda text: [frame.bar(3, text), frame.bar(None)],
    "frame.welcome": lambda text: [frame.welcome(frame.suggestions({"ar": [text]}), True), frame.welcome(text)],
    "frame.suggestions": lambda text: [frame.suggestions({"ar": [text, text], "en": [text]})],
    "frame.suggesting": lambda text: [frame.suggesting()],
    "frame.close": lambda text: [frame.close()],
    "frame.empty": lambda text: [frame.empty(text)],
    "frame.failure": lambda text: [frame.failure(labels.said("disk_full", path=text)), frame.failure(text)],
    "frame.refused": lambda text: [frame.refused(3)],
    "frame.notes": lambda text: [frame.notes(["rebuilt_corrupt", text])],
    "frame.editing": lambda text: [frame.editing()],
    "frame.scope": lambda text: [frame.scope(SourceFilter(frozenset({text}), (text, text)), 11)],
    "transcript.question": lambda text: [transcript.question(Exchange(text), editing) for editing in (True, False)],
    "answer_lines.whole": lambda text: [answer_lines.whole("show_all")],
    "answer_lines.quoted": lambda text: [
        answer_lines.quoted(2, said_by(text, about=about), lost)
        for about in ("", "corpus")
        for lost in ((), ("cite-1",))
    ],
    "source_cards.sources": lambda text: [source_cards.sources(2, said_by(text), lost) for lost in ((), ("cite-1",))],
    "source_cards.nearest": lambda text: [source_cards.nearest(2, said_by(text), lost) for lost in ((), ("near-1",))],
    "source_cards.marker": lambda text: [source_cards.marker(2, cited(text), text)],
    "source_cards.on_one_line": lambda text: [source_cards.on_one_line(cited(text))],
    "transcript.reply": lambda text: [transcript.reply(2, exchange) for exchange in exchanges(text)],
    "transcript.answered": lambda text: [transcript.answered(2, said_by(text), text)],
    "article_panel.article": panels,
    "article_panel.changed": lambda text: [
        article_panel.changed(Document(f"{text}.txt", f"{text}\n{text}", text, "", "utf-8"), text)
    ],
    "article_panel.gone": lambda text: [article_panel.gone()],
    "article_text.article_text": lambda text: [article_text.article_text(text, (0, len(text)), MARKS)],
    "reader_bar.as_text": lambda text: [reader_bar.as_text(Document(f"{text}.docx", text, text, "", text))],
    "reader_bar.reader_bar": lambda text: [
        reader_bar.reader_bar(
            Document(f"{text}.pdf", text, text, "", text, pages=(0,)),
            here,
            (0, 2),
            reader_bar.Guide((Quoted(0, 1, "cite-0-1"), Quoted(3, 4, "near-0-1")), (Heading(0, 1, 0, text),) * 2),
            True,
        )
        for here in ((0, 0), (0, 1), (2, 3))
    ],
    "article_panel.to_list": lambda text: [article_panel.to_list()],
    "side_by_side.table": lambda text: [
        side_by_side.table(table, 0, {f"{text}.txt": text}, 1)
        for table in (compared(text), replace(compared(text), rows=()))
    ],
    "events_page.frame": lambda text: [events_page.frame()],
    "events_page.preparing": lambda text: [events_page.preparing(0, 0), events_page.preparing(3, 12)],
    "events_page.cards": lambda text: [
        events_page.cards(surveyed(text), [happening(text)], skip, 10, files_)
        for skip in (0, 10)
        for files_ in ({}, {f"{text}.txt": text})
    ],
    "events_page.quoted": lambda text: [
        events_page.quoted(cited(text), None, {f"{text}.txt": text}, escape.escape_text(text))
    ],
    "news_page.page": lambda text: [
        news_page.page(
            News("2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z", True, False,
                 (ArticleNews(f"{text}.txt", text, text, "2026-11-03T00:00:00Z", (cited(text),)),),
                 (ArticleNews(f"{text}.txt", text, "", "2026-11-03T00:00:00Z", (), 2, 1),),
                 (ArticleNews(f"{text}.txt", text, text, "2026-11-03T00:00:00Z", before=text),),
                 (ArticleNews("", "", "", "2026-11-03T00:00:00Z"),), None,
                 (Happened(cited(text), (f"{text}.txt",), ()),), 1, 2),
            "last", {f"{text}.txt": text},
        )
    ],
    "events_page.timeline": lambda text: [
        events_page.timeline(one, {f"{text}.txt": text}) for one in (surveyed(text), replace(surveyed(text), dated=()))
    ],
    "side_by_side.failed": lambda text: [side_by_side.failed(labels.said("disk_full", path=text), 1)],
    "side_by_side.back": lambda text: [side_by_side.back(3)],
    "corpus_page.preparing": lambda text: [corpus_page.preparing()],
    "corpus_page.head": lambda text: [
        corpus_page.head(files(text), IndexFacts(text, moment, 5 << 20), text, text, True)
        for moment in (text, "2026-11-25T02:00:00Z")
    ],
    "corpus_page.rows": listed,
    "file_row.file_row": lambda text: [
        file_row.file_row(files(text), record, ListState(), SourceFilter(), lambda _: text, True, True)
        for record in files(text).files
    ],
    "file_row.reason": lambda text: [file_row.reason(record) for record in files(text).files],
    "history_list.current": lambda text: [
        history_list.current(
            Conversation(
                (Exchange(text),), key=KEY, private=private, unkept=labels.said("no_url", key=text, value=text)
            )
        )
        for private in (True, False)
    ],
    "history_list.listing": lambda text: [history_list.listing((), None, True), *kept_lists(text)],
    "history_list.place": lambda text: [history_list.place(text)],
    "notebook_page.keep_link": lambda text: [notebook_page.keep_link(text, 3, text)],
    "notebook_page.listing": lambda text: [
        notebook_page.listing(notes, [(text, 3)], chosen, bool(chosen), more)
        for notes in (noted(text), [])
        for chosen, more in (("", None), (text, 50))
    ],
    "keeping.when": lambda text: [keeping.when(text), keeping.when("2017-05-22T10:00:00Z")],
    "keeping.versions": lambda text: [keeping.versions(2, one) for one in exchanges(text)],
    "keeping.judgement": lambda text: [keeping.judgement(2, one) for one in exchanges(text)],
    "search_page.frame": lambda text: [search_page.frame()],
    "search_page.nothing_asked": lambda text: [search_page.nothing_asked(), search_page.nothing_asked(text)],
    "search_page.preparing": lambda text: [search_page.preparing()],
    "search_page.results": lambda text: [
        search_page.results(*one, {text: text}, search_page.NameChips(named(text).counted([text]), chosen))
        for one in findings(text)
        for chosen in ((), tuple(named(text).by_key))
    ],
    "search_page.cards": lambda text: [search_page.cards(one[0].hits) for one in findings(text)],
    "names_page.preparing": lambda text: [names_page.preparing()],
    "names_page.gone": lambda text: [names_page.gone()],
    "names_page.listing": lambda text: [names_page.listing(named(text)), names_page.listing(Register((), {}, {}))],
    "names_page.page": told_of,
    "briefing_page.button": lambda text: [briefing_page.button("all")],
    "briefing_page.working": lambda text: [briefing_page.working()],
    "briefing_page.page": lambda text: [
        briefing_page.page(briefed(text), side_by_side.back(3), files_) for files_ in ({}, {f"{text}.txt": text})
    ],
    "search_page.more": lambda text: [search_page.more(*one) for one in findings(text)],
    "status.progress_html": lambda text: [progress_html(Progress(text, 3, 12, 90.0), may_stop=True)],
    "status.strip_html": lambda text: [
        strip_html(Status(error=labels.said("disk_full", path=text)), True),
        strip_html(Status(note=text), True),
        strip_html(Status(error=text), True),
    ],
}
"""Each public function that gives HTML of texts, with a hostile one wherever it takes any."""

NUMBERS: dict[str, Callable[[], Markup]] = {
    "plurals.count": lambda: plurals.count(3, "lost"),
    "news_page.notice": lambda: news_page.notice(3),
    "plurals.count_articles": lambda: plurals.count_articles(0),
    "plurals.size": lambda: plurals.size(5 << 20),
    "plurals.time_left": lambda: plurals.time_left(300.0),
    "plurals.scope_count": lambda: plurals.scope_count(3, 1_200),
    "reader_bar.word": lambda: reader_bar.word("reader_quote", n=2, of=5),
    "file_row.pager": lambda: file_row.pager("page", 1, 2, 120, 50),
    "transcript.earlier": lambda: transcript.earlier(10),
    "plurals.changes": lambda: plurals.changes(SyncReport(3, 1, 0, 0, 0, (), ()), 2, True),
}
"""Those that are given numbers alone."""

UNNAMED = frozenset(
    {"escape.escape_exact", "escape.escape_sentence", "labels.in_both", "labels.in_figures", "frame.welcome",
     "frame.failure", "transcript.answered", "status.strip_html"}
)  # fmt: skip
"""Given text that ought to be markup, or text that is kept exactly: no markup comes of it, but its controls stay."""

REORDERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066\u2067\ud800-\udfff\ufeff\r\n\u2028\u2029]")
"""Controls that a page shows by their names, and line ends, behind which Markdown would look for its own marks. Not
the isolates U+2068 and U+2069, which we put around names ourselves."""


@pytest.mark.parametrize("name", WRITTEN)
@settings(max_examples=30, deadline=None)
@given(text=texts)
@example(text="".join(HOSTILE))
def test_no_text_gets_into_a_page_as_markup(name: str, text: str) -> None:
    for page in WRITTEN[name](text):
        read(page)
        if name not in UNNAMED:
            assert not REORDERING.search(HIDDEN.sub("", page))
            assert page.count("\u2068") == page.count("\u2069")


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_in_words_are_markup(name: str) -> None:
    assert read(NUMBERS[name]())


@settings(max_examples=30, deadline=None)
@given(text=texts)
def test_the_direction_of_a_text_is_one_of_two(text: str) -> None:
    assert escape.tongue(text) in (Markup('dir="ltr"'), Markup('dir="rtl" lang="ar"'))


@settings(max_examples=30, deadline=None)
@given(text=texts)
def test_the_messages_of_the_chat_are_markup(text: str) -> None:
    for message in transcript.messages(Conversation(tuple(exchanges(text)))):
        read(message["content"])


@pytest.mark.parametrize("text", ["<b>عنوان</b>", "«قال» & 'نعم' \"لا\"", "&lt;img&gt;"])
def test_a_text_is_read_as_it_was_and_not_escaped_twice(text: str) -> None:
    exchange = Exchange(text, said_by(text), DONE)
    assert read(transcript.question(exchange)) == text
    shown = read(transcript.reply(0, exchange))
    assert f"{text}.txt" in shown and f"{text} قال {text}" in shown
    assert text in read(frame.empty(text)) and text in read(frame.suggestions({"ar": [text]}))
    assert f"\u2068{text}\u2069" in read(labels.said("disk_full", path=text))
    for page in (*panels(text), *listed(text)):
        assert text in read(page)


def test_what_was_not_escaped_on_its_way_is_escaped_where_it_is_put_in() -> None:
    for page in (
        frame.failure(ATTACK),
        frame.welcome(ATTACK),
        transcript.reply(0, Exchange("؟", None, FAILED, ATTACK)),
    ):
        assert ATTACK in read(page) and "<img" not in page
