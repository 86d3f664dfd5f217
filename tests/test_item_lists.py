"""A list that is asked for is all its items in their order; a question for one of them is no question for the list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answering.item_lists import MAX_ITEMS, ItemList, asked_list, find_list, item_drafts
from assistant.answering.sentence_ranking import Sentence, rank_sentences
from assistant.retrieval.searcher import Search, Searcher
from tests.fakes import WordLengths
from vectorstore.opening import IndexSource, open_index
from vectorstore.text.passages import split_passages
from vectorstore.types import Document, Hit

CAMP = """# دليل مخيم الأرز

افتُتح المخيم عام 1990، وتديره سلمى الحاج.

## شروط القبول

يُشترط في المتقدم ما يلي:

- أن يكون عمره بين عشر سنوات وخمس عشرة سنة.
- أن يقدم شهادة صحية حديثة.
- أن يوافق والداه كتابة.

## طريقة التسجيل

1. املأ الاستمارة في مكتب المخيم. لا تُقبل المصورة.
2. ادفع مئة دينار.
3. احضر اللقاء الأول.

## أنشطة الصيف

- سباحة في النهر القريب
- تسلق الجبل مع مرشد

## معاني الكلمات

يُقصد بالكلمات الآتية ما يلي:

- المشرف: من يرافق مجموعة من الأطفال.
- المشارك: من قُبل في المخيم.
- الوسم: شارة يحملها المشارك على صدره.
"""


def document(text: str = CAMP) -> Document:
    return Document("مخيم.md", text, "دليل مخيم الأرز", "", "utf-8")


def around(word: str, text: str = CAMP) -> ItemList | None:
    one, at = document(text), text.index(word)
    return find_list(one, split_passages(one), (at, at + len(word)))


def test_an_item_and_the_line_that_leads_to_it_are_of_the_same_list() -> None:
    found = around("شهادة صحية")
    assert found is not None and found == around("يُشترط")
    assert [text[:12] for text in found.texts] == ["- أن يكون عم", "- أن يقدم شه", "- أن يوافق و"]
    assert "ما يلي:" in found.over and "شروط القبول" in found.over


def test_an_item_of_two_sentences_is_one_and_every_item_is_a_slice_of_the_text() -> None:
    found = around("ادفع")
    assert found is not None and found.numbered and "لا تُقبل المصورة." in found.texts[0]
    assert all(CAMP[start:end] == text for (start, end), text in zip(found.items, found.texts, strict=True))


def test_a_list_over_two_passages_is_one() -> None:
    items = [f"- الواجب {at}: " + "المحافظة على نظافة القاعات وعلى هدوئها " * 4 + str(at) for at in range(6)]
    text = "# دليل\n\n## الواجبات\n\n" + "\n".join(items) + "\n\n## الحقوق\n\nلكل قارئ حق الإعارة.\n"
    assert len([p for p in split_passages(document(text)) if "الواجب " in p.text]) > 1
    found = around("الواجب 5", text)
    assert found is not None and list(found.texts) == [item.strip() for item in items]


def test_what_leads_to_a_list_is_the_last_sentence_of_its_paragraph() -> None:
    text = "# مدينة\n\n## القلعة\n\nبُنيت القلعة قبل ألف عام. ومن معالمها:\n- باب رُمم عام 1913.\n- ضريح القائد.\n"
    assert around("بُنيت", text) is None
    found = around("ومن معالمها", text)
    assert found is not None and found.over == "ومن معالمها:\nالقلعة" and len(found.items) == 2


def test_paragraphs_and_a_sentence_alone_are_no_list() -> None:
    assert around("تديره") is None
    prose = "# خبر\n\nقال الوزير:\n\n" + "\n\n".join("كلام طويل عن الموسم وعن الأسعار في البلاد " * 5 for _ in range(4))
    assert around("كلام", prose) is None


def test_a_list_that_begins_again_at_one_is_another() -> None:
    text = "# دليل\n\n## خطوات\n\n1. اقرأ النص\n2. اكتب الاسم\n1. سلّم الورقة\n2. انتظر الرد\n"
    found = around("انتظر", text)
    assert found is not None and [item[3:7] for item in found.texts] == ["سلّم", "انتظ"]


def test_no_more_items_are_shown_than_can_be_read() -> None:
    text = "# دليل\n\n## المواد\n\n" + "\n".join(f"- مادة {at}" for at in range(MAX_ITEMS + 4)) + "\n"
    found = around("مادة 3", text)
    assert found is not None and len(found.items) == MAX_ITEMS + 4 and len(item_drafts(found)) == MAX_ITEMS


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    place: Path = tmp_path_factory.mktemp("lists")
    (place / "corpus").mkdir()
    (place / "corpus" / "مخيم.md").write_text(CAMP, encoding="utf-8")
    index = open_index(IndexSource(place / "corpus", place / "index"), WordLengths().lazy())
    with Searcher(index, WordLengths()).reading() as opened:
        yield opened
    index.close()


def best(search: Search, question: str, *first: str) -> list[Sentence]:
    """The sentences for a question, those with these words first."""
    hits = [Hit(passage, 1.0) for passage in search.snapshot.passages_of("مخيم.md").values()]
    vectors = {id: one.sentences for id, one in search.vectors([hit.passage.id for hit in hits]).items()}
    found = rank_sentences(search.query(question), search.embedder.embed_query(question), hits, vectors)
    return sorted(found, key=lambda s: not any(word in s.text for word in first))


@pytest.mark.parametrize(
    ("question", "first", "item"),
    [
        ("ما شروط القبول في المخيم؟", "شهادة صحية", "- أن يوافق والداه كتابة."),
        ("اذكر شروط القبول", "افتُتح", "- أن يوافق والداه كتابة."),
        ("كيف التسجيل في المخيم؟", "ادفع", "3. احضر اللقاء الأول."),
        ("ما أنشطة الصيف؟", "سباحة", "- تسلق الجبل مع مرشد"),
    ],
    ids=["conditions", "another sentence was best", "steps", "plural"],
)
def test_what_stands_over_a_list_asks_for_all_of_it(search: Search, question: str, first: str, item: str) -> None:
    found = asked_list(search.query(question), best(search, question, first), search)
    assert found is not None and item in found.texts


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("ما شروط شهادة القبول الصحية؟", "شهادة صحية"),
        ("كم يدفع من يطلب القبول؟", "ادفع"),
        ("متى افتتح المخيم؟", "افتُتح"),
        ("هل القبول بموافقة الوالدين؟", "يوافق"),
        ("ما أسعار الغرف؟", "سباحة"),
        ("ما المقصود بالمشارك؟", "المشارك:"),
    ],
    ids=["one item", "a sum", "a time", "yes or no", "another thing", "what a word means"],
)
def test_a_question_for_one_thing_is_not_answered_by_a_list(search: Search, question: str, first: str) -> None:
    assert asked_list(search.query(question), best(search, question, first), search) is None
