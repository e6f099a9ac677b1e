"""What somebody learnt, in words and figures."""

from collections.abc import Sequence

import msgspec

from app.learning.models import CardLearning
from app.learning.schemas import LearntAnswer

FLAG_WORDS = {"other_words": "学的那一版，和这里的字不一样，不算", "not_holder": "那天不在这个岗位"}


def first_right(answers: Sequence[LearntAnswer]) -> int:
    """How many questions were right the first time; one that was wrong is asked again."""
    first: dict[str, bool] = {}
    for one in answers:
        first.setdefault(one.question, one.right)
    return sum(first.values())


def told(learning: CardLearning) -> str:
    """2 题答对 1 题，听过，没签名: what is known of a learning, beside when it was."""
    answers = msgspec.convert(learning.answers, list[LearntAnswer])
    asked = len({one.question for one in answers})
    parts = [
        f"{asked} 题，头一回答对 {first_right(answers)} 题" if asked else "",
        "听过" if learning.heard else "",
        "" if learning.signature else "没签名，点了确认",
        *(FLAG_WORDS.get(flag, flag) for flag in learning.flags),
    ]
    return "，".join(part for part in parts if part)
