"""A published version can't be changed by any route: each that writes is tried, by everybody, on a published card."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from flask import Flask

from app.cards import actions as cards
from app.cards import reviewing
from app.cards.models import CardVersion, State
from app.cards.queries import cards_of
from app.cards.queries import version as find
from app.cards.schemas import DutyRow, Kind
from app.core import db
from app.core.ids import new_id
from app.org import actions as org
from app.org.models import Post
from tests.cards.review import draft, in_force, signed
from tests.conftest import make_app
from tests.world import DAY, World

WHO = ("administrator", "team_leader", "worker")  # all that anybody may, what a crew may, and a holder
WRITING = {"POST", "PUT", "PATCH", "DELETE"}
State_ = tuple[object, ...]


@pytest.fixture(scope="module")
def house(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all routes; each gets posts of its own."""
    folder = tmp_path_factory.mktemp("unchangeable")
    copy(sqlite_template, folder / "gangka.db")
    app = make_app(f"sqlite:///{folder / 'gangka.db'}", folder)
    with app.app_context():
        yield World(app)
    app.extensions["engine"].dispose()


def writing_routes(app: Flask) -> list[tuple[str, str]]:
    """ "METHOD /address" of everything that may write."""
    return sorted(
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & WRITING
    )


def form_for(version: CardVersion, post: Post) -> dict[str, object]:
    """Whatever a form of the house may hold, all of it meant for this version."""
    words = "偷偷改掉的字"
    return {
        "digest": version.digest,
        "stage": "identify",
        "words": words,
        "effective_on": "2026-12-31",
        "card": [f"{version.id}.{version.digest}"],
        "base": "0" * 16,
        "identity": "r1",
        "row": "r1",
        "id": "r1",
        "new": str(new_id()),
        "after": "r1",
        "to": "1",
        "place": str(post.id),
        "post": str(post.id),
        "unit": str(post.unit_id),
        "version": str(version.id),
        "kind": "duty",
        "title": words,
        "duty": words,
        "number": "9",
        "standard": words,
        "owner": words,
        "which": "mine",
        "text": words,
        "reason": words,
        "on": "2026-11-01",
    }


def state_of(version: CardVersion) -> State_:
    """All that must stay as it is."""
    db.session().rollback()
    db.session().expire_all()
    kept = find(version.id)
    rows = [(row.id, row.identity, row.place, repr(row.body)) for row in kept.rows]
    signs = [(one.id, one.stage, one.account_id, one.words, one.digest) for one in kept.signoffs]
    said = kept.state, kept.number, kept.digest, repr(kept.head), kept.effective_on, kept.published_at
    return *said, rows, signs, cards.digest_of(kept) == kept.digest


def filled(rule: str, version: CardVersion, post: Post) -> str:
    """An address with what names the card in it; what names anything else is some id."""
    names = {"post_id": post.id, "version_id": version.id, "kind": "duty", "identity": "r1", "row_id": "r1"}
    parts = []
    for part in rule.split("/"):
        name = part.strip("<>").rpartition(":")[2] if part.startswith("<") else ""
        parts.append(str(names.get(name, version.id)) if name else part)
    return "/".join(parts)


@pytest.mark.parametrize("meanwhile", ["nothing else", "a draft", "one approved"])
def test_no_route_changes_a_published_version(house: World, meanwhile: str) -> None:
    for method, rule in writing_routes(house.app):
        post = org.add_post(unit=house.crew, title=f"{meanwhile} {method} {rule}", by=None)
        org.assign(house.people["worker"], post, on=DAY, by=None)
        version = in_force(house, post=post)
        if meanwhile != "nothing else":
            made = draft(house, DutyRow(duty="下一版"), post=post)
            if meanwhile == "one approved":
                reviewing.submit(made, by=house.admin.id)
                signed(house, made)
        before = state_of(version)
        for who in WHO:
            address = filled(rule, version, post)
            answer = house.client(who).open(address, method=method, data=form_for(version, post))
            assert answer.status_code < 500, f"{method} {rule} as {who}: {answer.status_code}"
        assert state_of(version) == before, f"{method} {rule}"


def test_there_are_routes_that_write_on_cards(house: World) -> None:
    """Otherwise the walk above proves nothing."""
    rules = {rule for _, rule in writing_routes(house.app)}
    assert "/cards/signing/<version_id>/signoffs" in rules
    assert any(rule.startswith("/console/posts/<post_id>/cards/<kind>") for rule in rules)


def test_publishing_the_next_one_only_puts_the_old_one_out_of_force(house: World) -> None:
    post = org.add_post(unit=house.crew, title="岗", by=None)
    org.assign(house.people["worker"], post, on=DAY, by=None)
    first = in_force(house, post=post)
    before = state_of(first)
    in_force(house, DutyRow(duty="第二版"), post=post)
    after = state_of(first)
    assert (before[0], after[0]) == (State.PUBLISHED, State.SUPERSEDED)
    assert before[1:] == after[1:]
    kinds = {one.kind: len(one.versions) for one in cards_of(post.id)}
    assert kinds == {Kind.DUTY: 2}
