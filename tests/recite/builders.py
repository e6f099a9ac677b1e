"""Answers to questions, as a phone sends them."""

from datetime import datetime, timedelta
from typing import Any

import msgspec

from app.core.capture import Capture
from app.core.clock import now
from app.core.ids import new_id
from app.org.models import Person
from app.questions.schemas import Question
from app.recite import actions
from app.recite.schemas import ReciteAnswered
from tests.world import World

FIRST, ORDER = "0f3a5b7c9d1e2f40", "1f3a5b7c9d1e2f41"
LEARNING, REVIEW = 1, 2


def body(world: World, question: str = FIRST, **changes: Any) -> dict[str, Any]:
    """The body of a `recite.answered` at the crusher; `memory` fields may be given by name."""
    at = changes.pop("at", now())
    right = changes.get("right", True)
    memory = {
        "due": at + timedelta(days=3) if right else at + timedelta(minutes=10),
        "stability": 2.3,
        "difficulty": 2.1,
        "elapsed_days": 0,
        "scheduled_days": 3 if right else 0,
        "learning_steps": 0,
        "reps": 1,
        "lapses": 0,
        "state": REVIEW if right else LEARNING,
        "last_review": at,
    }
    memory |= {key: changes.pop(key) for key in list(changes) if key in memory}
    made = {
        "id": str(new_id()),
        "post": str(world.crusher_id),
        "question": question,
        "ability": "emergency",
        "critical": True,
        "right": right,
        "given": ["拉绳，停机"],
        "took_ms": 4200,
        "memory": memory,
    }
    return msgspec.to_builtins(made | changes)


def capture(who: Person, at: datetime, **changes: Any) -> Capture:
    """Who answered, and when."""
    given = {"at": at, "received_at": now(), "offset_ms": 0} | changes
    return Capture(enterprise_id=who.enterprise_id, by=who.id, **given)


def answers(world: World, who: Person | str = "worker", question: str = FIRST, **changes: Any) -> list[str]:
    """Somebody answers, at the moment `at` (now by default); the flags."""
    person = world.people[who] if isinstance(who, str) else who
    at = changes.get("at", now())
    said = msgspec.convert(body(world, question, **changes), ReciteAnswered)
    return actions.answered(said, capture(person, at))


def question(id_: str, ability: str = "emergency", **changes: Any) -> Question:
    """A question of a card."""
    given: dict[str, Any] = {
        "id": id_,
        "ask": "first",
        "form": "choice",
        "ability": ability,
        "row": "r1",
        "prompt": "手卷进去了，先做什么？",
        "right": ["拉绳，停机"],
        "wrong": ["给班长打电话", "用手去拉"],
        "line": "拉绳，停机。严禁用手去拉。",
        "place": "应急处置卡第 1 步",
        "critical": True,
    }
    return msgspec.convert(given | changes, Question)
