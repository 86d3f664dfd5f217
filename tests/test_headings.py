"""The headings of an article out of its passages: where each stands, how deep, and none that is no heading."""

from __future__ import annotations

from vectorstore.text.headings import find_headings
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Mark

BODY = "تبحث هذه الفقرة في ما جرى من أعمال خلال العام الماضي في المدينة."
LINES = ("تقرير البلدية السنوي عن أعمالها", "الطرق", BODY, "الجسور", BODY, "الحدائق", BODY)


def document_of(lines: tuple[str, ...], roles: dict[int, str]) -> Document:
    """A document with those paragraphs, some of them marked as a reader of Word files marks them."""
    text, marks = "", []
    for number, line in enumerate(lines):
        start = len(text)
        text += f"{line}\n\n"
        if number in roles:
            marks.append((start, start + len(line), roles[number]))
    return Document("تقرير.docx", text, lines[0], "", "utf-8", marks=tuple[Mark, ...](marks))


def test_headings_are_found_where_they_stand_with_those_over_them_counted() -> None:
    document = document_of(LINES, {0: "h1", 1: "h2", 3: "h3", 5: "h2"})
    found = find_headings(split_passages(document))
    assert [document.text[one.start : one.end] for one in found] == ["الطرق", "الجسور", "الحدائق"]
    assert [(one.name, one.depth) for one in found] == [("الطرق", 0), ("الجسور", 1), ("الحدائق", 0)]


def test_the_marks_of_markdown_are_no_part_of_a_heading() -> None:
    lines = ("# دليل العمل", BODY, "## الإجازات", BODY, "## بدل السفر", BODY)
    found = find_headings(split_passages(Document("دليل.md", "\n\n".join(lines), "دليل العمل", "", "utf-8")))
    assert [one.name for one in found][-2:] == ["الإجازات", "بدل السفر"]


def test_the_lines_of_a_table_of_contents_are_no_headings() -> None:
    lines = (LINES[0], "المحتويات", "الطرق ........ 2", "الجسور ........ 5", *LINES[1:5])
    document = document_of(lines, {0: "h1", 4: "h2", 6: "h2"})
    passages = split_passages(document)
    assert any("........" in one.text for one in passages if one.kind == "outline")
    assert [one.name for one in find_headings(passages)] == ["الطرق", "الجسور"]


def test_an_article_of_news_has_none() -> None:
    text = "\n\n".join((LINES[0], BODY, BODY))
    assert find_headings(split_passages(Document("خبر.txt", text, LINES[0], "", "utf-8"))) == []
