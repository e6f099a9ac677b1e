"""A whole enterprise in one file: taken out and brought in again; what is more than that is refused in words."""

from pathlib import Path

import pytest

from app.cards.schemas import DutyRow, Head, Kind
from app.exchange.bringing.opening import read_file, refuse_too_many
from app.exchange.cardfile import read_cards
from app.exchange.office.blocks import Cell, Document, Row, Table
from app.exchange.office.limits import MAX_FOREIGN, MAX_PLACES, FileTooLarge
from app.exchange.reading.schemas import Outcome
from app.exchange.writing.encoding import OutCard, Unfit
from app.exchange.writing.word import write_word
from app.exchange.writing.workbook import write

DEMO = Path(__file__).parents[3] / "app" / "demo" / "cards"


def demo_cards(posts: int) -> list[OutCard]:
    """The demo's cards, hung on as many posts."""
    sets = [(path.stem, read_cards(path.read_text(encoding="utf-8"))) for path in sorted(DEMO.glob("*.yaml"))]
    made = []
    for number in range(posts):
        name, cards = sets[number % len(sets)]
        made += [OutCard("采矿车间", f"{name} {number} 号岗", one.kind, one.head, one.rows) for one in cards]
    return made


def test_the_cards_of_283_posts_come_back_from_one_excel_file() -> None:
    cards = demo_cards(283)
    found = read_file(write(cards), {}, 10)
    assert found.outcome is Outcome.IMPORT
    assert {(one.post, one.kind): [row.body for row in one.rows] for one in found.cards} == {
        (one.post, one.kind): [body for _, body in one.rows] for one in cards
    }


def test_the_cards_of_a_department_come_back_from_one_word_file() -> None:
    cards = demo_cards(28)
    found = read_file(write_word(cards), {}, 10)
    assert (found.outcome, len(found.cards)) == (Outcome.IMPORT, len(cards))


def test_more_than_can_be_brought_in_again_is_not_taken_out() -> None:
    rows = [(str(at), DutyRow(duty="查")) for at in range(MAX_PLACES // 10)]
    many = [OutCard("", "电工", Kind.DUTY, Head(), rows)]
    with pytest.raises(Unfit, match="一个文件放不下"):
        write(many)
    with pytest.raises(Unfit, match="一个 Word 文件放不下"):
        write_word(many)


def test_a_file_of_more_cells_than_anybody_wrote_cards_in_is_refused() -> None:
    row = Row(tuple(Cell("甲", (0, at)) for at in range(20)), "第 1 行")
    rows = tuple([row] * (MAX_FOREIGN // 20))
    refuse_too_many(Document([Table(rows, "第 1 个表")]))
    with pytest.raises(FileTooLarge, match="格子太多"):
        refuse_too_many(Document([Table((*rows, row), "第 1 个表")]))
