"""Whatever is written into a card stays text on its page."""

import re
from html.parser import HTMLParser

import msgspec
import pytest

from app.cards import actions as cards
from app.cards.schemas import (
    Contact,
    DutyRow,
    Head,
    Kind,
    Measure,
    OperationRow,
    RiskRow,
    ScenarioRow,
    Step,
    Strict,
)
from app.org import actions as org
from app.risk.matrices import grade
from tests.world import DAY, World, sample_row

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}&lt;"
EXTRA = {EVIL: EVIL}
FULL: dict[Kind, Strict] = {
    Kind.EMERGENCY: ScenarioRow(
        name=EVIL,
        short=EVIL,
        icon=EVIL,
        steps=[Step(id=EVIL, who=EVIL, act=EVIL, how=EVIL, icon=EVIL)],
        never=[EVIL],
        supplies=[EVIL],
        notes=[EVIL],
        extra=EXTRA,
    ),
    Kind.RISK: RiskRow(
        point=EVIL,
        hazard=EVIL,
        medium=EVIL,
        accidents=[EVIL],
        after=grade("LS", {"L": 5, "S": 5}),
        tier=EVIL,
        measures=[Measure(id=EVIL, text=EVIL)],
        owner=EVIL,
        signs=[EVIL],
        extra=EXTRA,
    ),
    Kind.OPERATION: OperationRow(
        procedure=EVIL, standard=EVIL, risk=EVIL, forbidden=[EVIL], who=EVIL, tag=EVIL, extra=EXTRA
    ),
    Kind.DUTY: DutyRow(duty=EVIL, number=EVIL, standard=EVIL, assessment=EVIL, rights=EVIL, extra=EXTRA),
}
HEAD = Head(
    owner=EVIL,
    jingle=[EVIL],
    rights=[EVIL],
    summary=EVIL,
    notice=EVIL,
    contacts=[Contact(name=EVIL, number=f"0000-8110{EVIL}", note=EVIL)] * 5,
    extra=EXTRA,
)


class Tags(HTMLParser):
    """The tags and attributes of a page, as a browser would make them."""

    def __init__(self) -> None:
        super().__init__()
        self.scripts: list[str | None] = []
        self.handlers: list[str] = []
        self.images = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.images += tag == "img"
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag == "script":
            self.scripts.append(dict(attrs).get("src"))


def page_of(world: World, kind: Kind) -> str:
    for one, row in FULL.items():
        made = cards.write_draft(world.crusher, one, HEAD, [(EVIL[:60], row)], source="test", by=None)
        cards.put_in_force(made, effective_on=DAY, by=None)
    org.rename_unit(world.crushing, EVIL[:80], by=world.admin.id)
    org.amend_post(world.crusher, title=EVIL, key_post=True, unit=world.crew, by=world.admin.id)
    address = f"/p/{world.label(world.crusher).token}"
    return world.client(None).get(address + ("" if kind is Kind.EMERGENCY else f"/{kind}")).text


@pytest.mark.parametrize("kind", list(Kind))
def test_hostile_text_in_every_field_stays_text(world: World, kind: Kind) -> None:
    page = page_of(world, kind)
    tags = Tags()
    tags.feed(page)
    assert "&lt;script&gt;alert(1)" in page
    assert "{{ 7*7 }}" in page
    assert (tags.images, tags.handlers) == (0, [])
    assert all(src is not None and src.startswith("/static/dist/") for src in tags.scripts)


def test_every_text_field_of_every_kind_was_tried() -> None:
    """A field added to a card later has to be added here as well."""
    closed = {"phase", "step", "kind", "before", "after", "inside"}  # not free text
    for struct in (
        *FULL.values(),
        HEAD,
        *FULL[Kind.EMERGENCY].steps,
        *FULL[Kind.RISK].measures,
        *HEAD.contacts,
    ):
        written = {
            name
            for name in struct.__struct_fields__
            if EVIL in str(msgspec.to_builtins(getattr(struct, name))).replace("\\'", "'")
        }
        assert set(struct.__struct_fields__) - written <= closed


def test_what_is_dialled_is_digits_only(world: World) -> None:
    numbers = [
        "0000-8110",
        "（0000）81 10",
        "+86 139 0000 0000",
        "８１１０",
        "8110/8111",
        "8110 转 5",
        "内线8110",
    ]
    head = Head(contacts=[Contact(name="调度室", number=one) for one in numbers])
    row = ScenarioRow(name="着火", steps=[Step(id="s1", who="谁看见谁做", act="喊人")])
    made = cards.write_draft(world.crusher, Kind.EMERGENCY, head, [("r1", row)], source="test", by=None)
    cards.put_in_force(made, effective_on=DAY, by=None)
    page = world.client(None).get(f"/p/{world.label(world.crusher).token}").text
    dialled = re.findall(r'href="tel:([^"]*)"', page)
    assert all(re.fullmatch(r"\+?[0-9]+", one) for one in dialled)
    assert sorted(dialled) == sorted(
        ["00008110", "00008110", "+8613900000000", "8110", "8110", "8110", "8110", "120", "119"]
    )


def test_a_contact_without_a_number_is_no_link(world: World) -> None:
    head = Head(contacts=[Contact(name="班长", number="在现场"), Contact(name="调度室", number="8110")])
    rows = [("r1", sample_row(Kind.EMERGENCY))]
    made = cards.write_draft(world.crusher, Kind.EMERGENCY, head, rows, source="test", by=None)
    cards.put_in_force(made, effective_on=DAY, by=None)
    page = world.client(None).get(f"/p/{world.label(world.crusher).token}").text
    assert 'href="tel:"' not in page
    assert page.index("tel:8110") < page.index("tel:120"), "the first number that can be dialled comes first"
