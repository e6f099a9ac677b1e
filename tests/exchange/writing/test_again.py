"""Whatever stands in an enterprise's cards: taken out and brought in again, it changes nothing."""

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from app.cards import actions as cards
from app.cards.schemas import Body, Kind, RiskRow, ScenarioRow
from app.core import db
from app.exchange.bringing.opening import read_file
from app.exchange.bringing.plan import CardFate, plan
from app.exchange.reading.schemas import Outcome
from app.exchange.writing.taking import out_cards
from app.exchange.writing.workbook import write
from tests.exchange.writing.strategies import HEAD, ID, ROWS
from tests.world import World


def parts(body: Body) -> list[str]:
    """The identities of a row's measures or steps."""
    if isinstance(body, RiskRow):
        return [one.id for one in body.measures]
    return [one.id for one in body.steps] if isinstance(body, ScenarioRow) else []


def test_an_export_brought_in_again_changes_nothing(world: World) -> None:
    @given(st.data())
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    def check(data: st.DataObject) -> None:
        with db.writing():
            for kind in Kind:
                rows = data.draw(
                    st.lists(st.tuples(ID, ROWS[kind]), max_size=3, unique_by=lambda row: row[0])
                )
                head = data.draw(HEAD)
                assume(b"\\u0000" not in msgspec.json.encode([head, rows]))  # which no database keeps
                assume(all(len(set(parts(body))) == len(parts(body)) for _, body in rows))
                cards.write_draft(world.truck, kind, head, rows, source="", by=None)
        found = read_file(write(out_cards([world.truck], world.mine, drafts=True)), {}, 99)
        made = plan(found, world.mine)
        assert [one.fate for one in made.cards] == [CardFate.SAME] * 4
        assert (made.outcome, made.changes, made.warnings) == (Outcome.IMPORT, False, [])

    check()
