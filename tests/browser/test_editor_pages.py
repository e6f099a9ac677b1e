"""The desk's pages at phone size, by day, and in the dark with large type: axe finds nothing serious, targets are big."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from app.cards import editing
from app.cards.queries import published_of
from app.cards.schemas import DutyRow, Kind, RiskRow
from app.core.ids import new_id
from tests.browser.conftest import Server, sign_in
from tests.browser.test_pages import look
from tests.world import World

pytestmark = pytest.mark.browser
Phone = Callable[..., BrowserContext]
CARDS = "/console/posts/{post}/cards"
PAGES = [
    CARDS,
    f"{CARDS}/risk",
    f"{CARDS}/risk/history",
    f"{CARDS}/risk/changes?was={{was}}&now={{now}}",
    f"{CARDS}/risk/draft",
    f"{CARDS}/risk/draft/head",
    f"{CARDS}/risk/draft/rows/r1",
    f"{CARDS}/risk/draft/rows/r1/split",
    f"{CARDS}/risk/draft/submission",
    f"{CARDS}/risk/draft/discard",
    f"{CARDS}/emergency/draft/head",
    f"{CARDS}/emergency/draft/rows/r1",
    f"{CARDS}/operation/draft/rows/r1",
    f"{CARDS}/duty/draft/rows/r1",
    f"{CARDS}/duty/draft/new",
    f"{CARDS}/duty/draft/submission",
]


@pytest.fixture
def written(world: World) -> dict[str, str]:
    """All four cards published, each with a draft on which somebody has written."""
    by = world.people["team_leader"].id
    drafts = {}
    for kind in Kind:
        world.publish(world.crusher, kind)
        drafts[kind] = editing.begin(world.crusher, kind, by=by)
    row = RiskRow(point="漏斗", hazard="注意安全；加强管理，大块料掉下来砸到人")
    editing.add_row(drafts[Kind.RISK], str(new_id()), row, by=by)
    editing.add_row(drafts[Kind.DUTY], str(new_id()), DutyRow(duty="认真做好工作"), by=by)
    was = published_of(world.crusher_id)[Kind.RISK]
    return {"post": str(world.crusher_id), "was": str(was.id), "now": str(drafts[Kind.RISK].id)}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_s_pages(server: Server, phone: Phone, written: dict[str, str], scheme: str) -> None:
    page = phone(color_scheme=scheme).new_page()
    sign_in(page, server, "1002")
    if scheme == "dark":
        page.goto(f"{server.url}/#/me")
        page.get_by_role("switch", name="关怀模式").click()
    assert look(page, server, PAGES, written) == []
