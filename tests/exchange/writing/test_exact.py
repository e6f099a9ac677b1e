"""What is taken out comes back the same, word for word, with the identities of rows, steps and measures."""

from hypothesis import HealthCheck, given, settings

from app.cards.schemas import Kind
from app.exchange.office.opening import open_office
from app.exchange.reading.desk import Desk
from app.exchange.writing.cells import escaped, unescaped
from app.exchange.writing.encoding import OutCard
from app.exchange.writing.workbook import read_ours, write
from tests.exchange.writing.strategies import TEXT, cards

ORDER = list(Kind)


def read_back(raw: bytes) -> tuple[list[OutCard], Desk]:
    desk = Desk({})
    found, rest = read_ours(open_office(raw), desk)
    assert rest.blocks == []
    return [
        OutCard(one.unit, one.post, one.kind, one.head, [(row.id, row.body) for row in one.rows])
        for one in found
    ], desk


def in_sheets(found: list[OutCard]) -> list[OutCard]:
    return sorted(found, key=lambda one: ORDER.index(one.kind))


@given(TEXT)
def test_a_text_survives_its_escape(text: str) -> None:
    assert unescaped(escaped(text)) == text


@given(cards())
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
def test_import_of_an_export_is_identity(found: list[OutCard]) -> None:
    back, desk = read_back(write(found))
    assert back == in_sheets(found)
    assert (desk.warnings, desk.questions) == ([], {})
