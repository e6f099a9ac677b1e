"""Random acts by random people: whatever they do in whatever order, the laws of review hold."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copy
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.cards import actions as cards
from app.cards import editing, reviewing
from app.cards.models import OPEN, Card, CardSignoff, CardVersion, Stage, State
from app.cards.queries import version as find
from app.cards.schemas import DutyRow, Head, Kind
from app.cards.settings import PARTICIPANTS
from app.core import db
from app.core.errors import Problem
from app.org import actions as org
from app.org.models import Assignment, Post
from app.org.queries import today
from app.settings.actions import override
from tests.conftest import make_app
from tests.world import DAY, World

PEOPLE = (
    *("worker", "team_leader", "department_head", "safety_officer", "principal", "administrator"),
    *("park_overseer", "driver", "mate", "stranger"),
)
ROLE_OF = {
    Stage.ASSESS: {"team_leader", "department_head"},
    Stage.DETERMINE: {"safety_officer"},
    Stage.ASSIGN: {"principal"},
}
WORDS = ("班前检查", "班中检查", "班后检查")
who, words = st.sampled_from(PEOPLE), st.sampled_from(WORDS)
holder = st.sampled_from(("worker", "mate", "team_leader"))
WHAT: dict[str, tuple[int, tuple[st.SearchStrategy[object], ...]]] = {  # act > how often, and with what
    "go_on": (12, ()),
    "mend": (2, (who, words)),
    "alone": (2, (st.sampled_from(("principal", "team_leader")), words)),
    "sign": (3, (who, st.sampled_from(list(Stage)))),
    "write": (1, (who, words)),
    "replace": (1, (who, words)),
    "open": (1, (who,)),
    "submit": (1, (who,)),
    "give_back": (1, (who,)),
    "publish": (1, (who,)),
    "hold": (1, (holder,)),
    "leave_post": (1, (holder,)),
    "wanted": (1, (st.integers(1, 3),)),
}
ACTS = st.sampled_from([act for act, (often, _) in WHAT.items() for _ in range(often)]).flatmap(
    lambda act: st.tuples(st.just(act), *WHAT[act][1])
)


@pytest.fixture(scope="module")
def cast(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all examples; each has a post of its own."""
    folder = tmp_path_factory.mktemp("reviewing")
    copy(sqlite_template, folder / "gangka.db")
    app = make_app(f"sqlite:///{folder / 'gangka.db'}", folder)
    with app.app_context():
        world = World(app)
        mate = world.person("工友", world.crew, "1302")
        world.people |= {"driver": world.driver, "mate": mate, "stranger": world.stranger}
        yield world
    app.extensions["engine"].dispose()


class Story:
    """A post's duty list, what people do with it, and what has to hold of it: kept apart from the app's own books."""

    def __init__(self, world: World, number: int) -> None:
        self.world = world
        self.post: Post = org.add_post(unit=world.crew, title=f"岗 {number}", by=None)
        self.crew: dict[str, Assignment] = {}
        self.writers: list[str] = []  # of the words that are on their way
        self.said: set[tuple[UUID, str, str, str]] = (
            set()
        )  # version, stage, who, digest: signed while they might
        self.published: dict[UUID, str] = {}
        self.signatures = 0
        self.hold("worker")
        override(PARTICIPANTS, 1, unit_id=world.mine.id, enterprise_id=world.mine.id, by=world.admin.id)

    def account_id(self, who: str) -> UUID:
        return self.world.people[who].id

    def current(self) -> CardVersion | None:
        asked = select(CardVersion).join(Card).where(Card.post_id == self.post.id)
        return db.session().scalar(asked.where(CardVersion.state.in_(OPEN)))

    def latest(self) -> CardVersion | None:
        asked = select(CardVersion).join(Card).where(Card.post_id == self.post.id)
        return db.session().scalar(asked.order_by(CardVersion.number.desc()).limit(1))

    def open(self, who: str) -> CardVersion:
        return editing.begin(self.post, Kind.DUTY, by=self.account_id(who))

    def write(self, who: str, text: str) -> None:
        is_new = self.current() is None
        version, by = self.open(who), self.account_id(who)
        if is_new:
            self.writers = []
        row = DutyRow(duty=text)
        if not version.rows:
            editing.add_row(version, "0198c0de-0000-7000-8000-000000000001", row, by=by)
        elif version.rows[0].body["duty"] != text:
            base = editing.mark_of(version.rows[0].body)
            editing.save_row(version, version.rows[0].identity, row, base=base, by=by)
        else:
            return
        self.writers.append(who)

    def replace(self, who: str, text: str) -> None:
        rows = [("r1", DutyRow(duty=text))]
        by = self.account_id(who)
        cards.write_draft(self.post, Kind.DUTY, Head(), rows, source="t", by=by)
        self.writers = [who]

    def mend(self, who: str, text: str) -> None:
        """Given back, said otherwise, and sent in once more."""
        self.give_back("safety_officer")
        self.write(who, text)
        self.submit(who)

    def alone(self, who: str, text: str) -> None:
        """All of it in somebody's own words."""
        with suppress(Problem):
            self.give_back("safety_officer")
        self.replace(who, text)
        self.submit(who)

    def submit(self, who: str) -> None:
        reviewing.submit(self._found(), by=self.account_id(who))

    def sign(self, who: str, stage: Stage) -> None:
        version = self._found()
        account, digest = self.world.people[who].account, version.digest or "-"
        reviewing.sign(version, stage, account, digest=digest)
        made = (version.id, stage.value, who, digest)
        if stage is Stage.IDENTIFY:
            assert who in self.crew or made in self.said
        else:
            assert who in ROLE_OF[stage]
        self.said.add(made)

    def give_back(self, who: str) -> None:
        version = self._found()
        digest = version.digest or "-"
        reviewing.give_back(version, self.world.people[who].account, words="再改", digest=digest)
        gone = {one for one in self.said if (one[0], one[2], one[3]) == (version.id, who, digest)}
        self.said -= gone

    def publish(self, who: str) -> None:
        version = self._found()
        by = self.account_id(who)
        reviewing.publish(version, digest=version.digest or "-", effective_on=DAY, by=by)
        digest = version.digest or ""
        signed = {one for one in self.said if one[0] == version.id and one[3] == digest}
        assert {one[1] for one in signed} == {"identify", "assess", "determine", "assign"}
        approvers = {one[2] for one in signed if one[1] == "assign"}
        assert not any(set(self.writers) == {one} for one in approvers)
        self.published[version.id], self.writers = digest, []

    def _found(self) -> CardVersion:
        found = self.current() or self.latest()
        if found is None:
            raise Problem("nothing yet")
        return found

    def hold(self, who: str) -> None:
        if who not in self.crew:
            self.crew[who] = org.assign(self.world.people[who], self.post, on=DAY, by=None)

    def leave_post(self, who: str) -> None:
        held = self.crew.pop(who, None)
        if held is not None:
            day = today(self.world.crew.path).replace(day=1)
            org.end_assignment(held, on=max(DAY, min(day, day.replace(year=day.year - 1))), by=None)

    def wanted(self, count: int) -> None:
        mine = self.world.mine.id
        override(PARTICIPANTS, count, unit_id=mine, enterprise_id=mine, by=self.world.admin.id)

    def go_on(self) -> None:
        """The step that is next, by whom it is meant for."""
        version = self.current()
        if version is None:
            return self.write("team_leader", WORDS[len(self.published) % len(WORDS)])
        if version.state == State.DRAFT:
            return self.submit("team_leader")
        if version.state == State.APPROVED and not reviewing.participants_lacking(version):
            return self.publish("safety_officer")
        if reviewing.participants_lacking(version):
            lacking = [
                one for one in self.crew if (version.id, "identify", one, version.digest) not in self.said
            ]
            return self.sign(lacking[0] if lacking else "worker", Stage.IDENTIFY)
        if version.state == State.TEAM_REVIEW:
            return self.sign("department_head", Stage.ASSESS)
        experts = reviewing.signed_by(version, [Stage.DETERMINE])
        return self.sign(*(("principal", Stage.ASSIGN) if experts else ("safety_officer", Stage.DETERMINE)))

    def check(self) -> None:
        self.world.forget()
        asked = select(CardVersion).join(Card).where(Card.post_id == self.post.id)
        versions = list(db.session().scalars(asked))
        assert sum(one.state in OPEN for one in versions) <= 1
        assert sum(one.state == State.PUBLISHED for one in versions) <= 1
        for version_id, digest in self.published.items():
            kept = find(version_id)
            assert kept.state in (State.PUBLISHED, State.SUPERSEDED)
            assert kept.digest == digest == cards.digest_of(kept)
        assert {one.id for one in versions if one.state not in OPEN} == set(self.published)
        for one in versions:
            assert one.state == State.DRAFT or one.digest == cards.digest_of(one)
        ids = [one.id for one in versions]
        kept_signatures = len(
            db.session().scalars(select(CardSignoff.id).where(CardSignoff.version_id.in_(ids))).all()
        )
        assert kept_signatures >= self.signatures
        self.signatures = kept_signatures


NUMBERS = iter(range(1, 100_000))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTS, min_size=20, max_size=50))
def test_whatever_people_do_the_laws_of_review_hold(cast: World, acts: list[tuple]) -> None:  # type: ignore[type-arg]
    story = Story(cast, next(NUMBERS))
    for act, *given_ in [("write", "team_leader", WORDS[0]), ("submit", "team_leader"), *acts]:
        with suppress(Problem):
            getattr(story, act)(*given_)
        story.check()


def test_the_stories_can_come_to_their_end(cast: World) -> None:
    """Otherwise the laws would hold of nothing."""
    story = Story(cast, next(NUMBERS))
    for _ in range(14):
        story.go_on()
        story.check()
    assert len(story.published) == 2
