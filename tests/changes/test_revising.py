"""正在修订: a card that is to be looked at anew stays readable, and says so, to everyone the same."""

import pytest

from app.cards import actions as cards
from app.cards import renewals, reviewing
from app.cards.schemas import Kind
from app.changes import actions
from app.core import db
from app.sync.bundles import fingerprints
from tests.changes.builders import at, opened, record
from tests.world import DAY, World

WORDS = "正在修订"
ADDRESSES = {Kind.EMERGENCY: "", Kind.RISK: "/risk", Kind.OPERATION: "/operation", Kind.DUTY: "/duty"}
STEP = "<b>1</b><strong>拉绳，停机</strong>"


@pytest.fixture
def token(world: World) -> str:
    world.publish_all(world.crusher)
    return world.label(world.crusher).token


def marked(world: World, token: str) -> set[Kind]:
    """The public pages that carry the mark."""
    pages = {kind: world.client(None).get(f"/p/{token}{rest}") for kind, rest in ADDRESSES.items()}
    assert {page.status_code for page in pages.values()} == {200}
    return {kind for kind, page in pages.items() if WORDS in page.text}


def test_the_cards_that_are_asked_for_are_marked_until_it_is_done(world: World, token: str) -> None:
    assert marked(world, token) == set()
    made = record(world, at(world.crew), cards=[Kind.EMERGENCY, Kind.RISK])
    other = record(world, at(world.crew), cards=[Kind.RISK])
    assert marked(world, token) == {Kind.EMERGENCY, Kind.RISK}
    actions.withdraw(made, words="记错了", by=made.made_by)
    assert marked(world, token) == {Kind.RISK}
    renewals.keep_as_it_is(opened(other)[0], words="看过了", by=made.made_by)
    assert marked(world, token) == set()


def test_the_old_card_stays_as_it_was_and_its_steps_come_first(world: World, token: str) -> None:
    before = world.client(None).get(f"/p/{token}").text
    record(world, at(world.crew), cards=list(Kind))
    after = world.client(None).get(f"/p/{token}").text
    assert before[: before.index(STEP)].split("<body")[1].split("</svg>")[-1] in after
    assert after.index(STEP) < after.index(WORDS)
    assert after.count('<section class="scenario"') == before.count('<section class="scenario"')


@pytest.mark.parametrize("kind", list(Kind))
def test_the_marked_page_is_the_same_to_the_byte_for_everyone(world: World, token: str, kind: Kind) -> None:
    made = record(world, at(world.crew), cards=list(Kind), owner_id=world.people["team_leader"].id)
    assert made.owner_id == world.people["team_leader"].id
    address = f"/p/{token}{ADDRESSES[kind]}"
    nobody = world.client(None).get(address)
    assert WORDS in nobody.text
    for who in [*world.people, world.stranger]:
        answer = world.client(who).get(address)
        assert (answer.data, answer.headers["ETag"]) == (nobody.data, nobody.headers["ETag"])


def test_a_kept_copy_is_asked_for_anew_when_the_mark_comes_and_goes(world: World, token: str) -> None:
    client, tags = world.client(None), []
    tags.append(client.get(f"/p/{token}").headers["ETag"])
    made = record(world, at(world.crew), cards=[Kind.EMERGENCY])
    newer = client.get(f"/p/{token}", headers={"If-None-Match": tags[0]})
    assert newer.status_code == 200
    actions.withdraw(made, words="记错了", by=made.made_by)
    assert client.get(f"/p/{token}").headers["ETag"] == tags[0] != newer.headers["ETag"]


def test_a_post_without_a_card_has_nothing_to_mark(world: World) -> None:
    record(world, at(world.truck), cards=list(Kind))
    assert WORDS not in world.client(None).get(f"/p/{world.label(world.truck).token}").text


def test_a_new_version_of_each_card_ends_it(world: World, token: str) -> None:
    made = record(world, at(world.crew), cards=[Kind.EMERGENCY, Kind.RISK])
    for kind, still in ((Kind.RISK, {Kind.EMERGENCY}), (Kind.EMERGENCY, set())):
        version = world.draft(world.crusher, kind, mark="，新的")
        cards.put_in_force(version, effective_on=DAY, by=None)
        with db.writing():
            renewals.close_for(version, by=made.made_by)
        assert marked(world, token) == still
    assert [one.outcome for one in opened(made)] == [renewals.PUBLISHED]


def test_a_version_that_was_in_review_before_it_does_not_end_it(world: World, token: str) -> None:
    version = world.draft(world.crusher, Kind.OPERATION, mark="，新的")
    reviewing.submit(version, by=world.admin.id)
    record(world, at(world.crew), cards=[Kind.OPERATION])
    cards.put_in_force(version, effective_on=DAY, by=None)
    with db.writing():
        renewals.close_for(version, by=world.admin.id)
    assert marked(world, token) == {Kind.OPERATION}


def bundle(world: World, who: str = "worker") -> dict[str, bool]:
    found = world.client(who).get(f"/api/sync/bundles/post:{world.crusher_id}").json
    return {card["kind"]: card.get("revising", False) for card in found["cards"]}


def test_phones_hear_of_it_with_the_post(world: World, token: str) -> None:
    assert not any(bundle(world).values())
    before = fingerprints([world.crusher, world.truck])
    made = record(world, at(world.crew), cards=[Kind.RISK])
    during = fingerprints([world.crusher, world.truck])
    assert bundle(world) == {"emergency": False, "risk": True, "operation": False, "duty": False}
    assert during[world.crusher_id] != before[world.crusher_id]
    assert during[world.truck.id] == before[world.truck.id]
    actions.withdraw(made, words="记错了", by=made.made_by)
    assert fingerprints([world.crusher, world.truck]) == before
    assert not any(bundle(world).values())


def test_phones_fetch_what_changed_and_all_get_the_same(world: World, token: str) -> None:
    client, address = world.client("worker"), f"/api/sync/bundles/post:{world.crusher_id}"
    first = client.get(address).headers["X-Bundle-Hash"]
    record(world, at(world.crew), cards=[Kind.RISK])
    hashes = {
        who: world.client(who).get(address).headers["X-Bundle-Hash"] for who in ("worker", "park_overseer")
    }
    assert len(set(hashes.values())) == 1
    assert first not in hashes.values()
    held = client.get("/api/sync/manifest").json["bundles"]
    assert held[f"post:{world.crusher_id}"] == hashes["worker"]
