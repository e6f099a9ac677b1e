"""Cards for tests: the demo's, as phones get them, and small ones made by hand."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import msgspec
import yaml

import app.demo.load
from app.cards.schemas import (
    Body,
    DutyRow,
    Head,
    Kind,
    Measure,
    OperationRow,
    RiskRow,
    ScenarioRow,
    Step,
    WireCard,
    WireRow,
)
from app.exchange.cardfile import read_cards

DEMO = Path(app.demo.load.__file__).parent
DAY = date(2026, 3, 2)


def card(
    kind: Kind, *rows: Body, head: Head | None = None, ids: Sequence[str] = (), version: int = 1
) -> WireCard:
    """A published card of these rows, whose identities are r1, r2 … unless told."""
    named = ids or [f"r{n}" for n, _ in enumerate(rows, 1)]
    wired = [WireRow(id=id_, body=msgspec.to_builtins(row)) for id_, row in zip(named, rows, strict=True)]
    return WireCard(kind=kind, version=version, effective_on=DAY, head=head or Head(), rows=wired)


def scenario(
    name: str, *steps: tuple[str, str], never: Sequence[str] = (), supplies: Sequence[str] = ()
) -> ScenarioRow:
    """An accident situation; each step is (who, what)."""
    made = [Step(id=f"s{n}", who=who, act=act) for n, (who, act) in enumerate(steps, 1)]
    return ScenarioRow(name=name, steps=made, never=list(never), supplies=list(supplies))


def risk(point: str, hazard: str, accident: str, *measures: str) -> RiskRow:
    """A risk with its controls."""
    made = [Measure(id=f"m{n}", text=text, kind="工程技术") for n, text in enumerate(measures, 1)]
    return RiskRow(point=point, hazard=hazard, accidents=[accident], measures=made)


def step(procedure: str, standard: str = "", *forbidden: str, phase: str = "前") -> OperationRow:
    """A step of the work."""
    raw = {"procedure": procedure, "standard": standard, "forbidden": list(forbidden), "phase": phase}
    return msgspec.convert(raw, OperationRow)


def duty(text: str, standard: str) -> DutyRow:
    """A duty and what it takes to fulfil it."""
    return DutyRow(duty=text, standard=standard)


@cache
def demo_posts() -> dict[str, str]:
    """The demo's posts: key > the department it belongs to."""
    plan = yaml.safe_load((DEMO / "org.yaml").read_text(encoding="utf-8"))
    above = {team: unit["name"] for unit in plan["units"] for team in unit["teams"]}
    return {post["key"]: above.get(post["unit"], post["unit"]) for post in plan["posts"]}


@cache
def demo_cards(key: str) -> tuple[WireCard, ...]:
    """The four cards of a demo post."""
    drafts = read_cards((DEMO / "cards" / f"{key}.yaml").read_text(encoding="utf-8"))
    return tuple(
        card(one.kind, *[row for _, row in one.rows], head=one.head, ids=[id_ for id_, _ in one.rows])
        for one in drafts
    )


def demo_department(key: str) -> list[WireCard]:
    """All cards of the department that a demo post belongs to."""
    posts = demo_posts()
    return [
        one for other, department in posts.items() if department == posts[key] for one in demo_cards(other)
    ]
