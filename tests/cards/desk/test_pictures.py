"""The icon of a step is chosen by its word; one that the list does not have is kept, and a change of one is told."""

import re

from app.cards import actions as cards
from app.cards.desk.changes import changes_told
from app.cards.models import CardVersion
from app.cards.pictures import ICONS
from app.cards.queries import published_of
from app.cards.schemas import Kind, ScenarioRow, Step
from app.core.assets import has_icon
from tests.cards.review import again, draft, in_force
from tests.world import World

STEPS = [
    Step(id="s1", who="甲", act="停机", icon="hand-stop"),
    Step(id="s2", who="乙", act="报告", icon="ladder"),
]


def scenario(world: World) -> CardVersion:
    return draft(world, ScenarioRow(name="胶带卷人", steps=STEPS, icon="users"), kind=Kind.EMERGENCY)


def page_of(version: CardVersion) -> str:
    return f"/console/posts/{version.card.post_id}/cards/emergency/draft/rows/r1"


def chosen(html: str, name: str) -> list[str]:
    """The value that each of these selects stands on."""
    found = re.findall(rf'<select name="{re.escape(name)}".*?</select>', html, re.S)
    return [(re.findall(r'value="([^"]*)" selected', one) or [""])[0] for one in found]


def form_of(html: str) -> dict[str, str | list[str]]:
    """What a browser would send of the page as it stands."""
    base = re.findall(r'name="base" value="([^"]*)"', html)[0]
    said: dict[str, str | list[str]] = {
        "base": base,
        "name": "胶带卷人",
        "steps": "",
        "icon": chosen(html, "icon")[0],
    }
    said["steps.id"] = ["s1", "s2"]
    said["steps.who"], said["steps.act"], said["steps.how"] = ["甲", "乙"], ["停机", "报告"], ["", ""]
    return said


def test_every_offered_icon_is_in_the_set() -> None:
    assert not [name for name in ICONS if not has_icon(name)]


def test_the_form_stands_on_what_the_row_has_and_keeps_what_the_list_does_not_offer(world: World) -> None:
    made = scenario(world)
    page, team = page_of(made), world.client("team_leader")
    html = team.get(page).text
    assert chosen(html, "icon") == ["users"]
    assert chosen(html, "steps.icon")[:2] == ["hand-stop", "ladder"]  # then the blank one for a new step
    answer = team.post(page, data=form_of(html) | {"steps.icon": ["phone", "ladder"]})
    assert answer.status_code == 302
    kept = again(made).rows[0].body
    assert ([one["icon"] for one in kept["steps"]], kept["icon"]) == (["phone", "ladder"], "users")


def test_a_changed_icon_is_told_to_whoever_signs(world: World) -> None:
    before = in_force(world, ScenarioRow(name="胶带卷人", steps=STEPS), kind=Kind.EMERGENCY)
    other = [Step(id="s1", who="甲", act="停机", icon="phone"), STEPS[1]]
    draft(world, ScenarioRow(name="胶带卷人", steps=other), kind=Kind.EMERGENCY)
    now = next(one for one in cards.card_on(world.crusher, Kind.EMERGENCY).versions if one.id != before.id)
    stands = published_of(world.crusher_id)[Kind.EMERGENCY]
    (told,) = changes_told(stands, now)
    assert [(one.label, one.was[0], one.now[0]) for one in told.parts] == [
        ("图标", "第 1 步：停下来", "第 1 步：打电话")
    ]
