"""A row as makers of questions see it, and the one way in which questions are put together."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import msgspec

from app.cards.schemas import Body, Kind
from app.questions.schemas import Ability, Ask, Form, Question
from app.questions.texts import BLANK, apart, around, digest, plain, ranked, trimmed

FEWEST_WRONG, MOST_WRONG = 2, 3
LONGEST_SUBJECT = 16

ABILITIES: dict[Kind, Ability] = {
    Kind.RISK: "risk",
    Kind.DUTY: "duty",
    Kind.OPERATION: "operation",
    Kind.EMERGENCY: "emergency",
}


@dataclass(frozen=True)
class Row:
    """A row of a card: its identity, its place on the card in words, and what it says."""

    id: str
    kind: Kind
    place: str
    body: Body

    @cached_property
    def said(self) -> str:
        """Everything that the row says, plain: nothing of it is offered as a wrong answer to its blanks."""
        return plain(_all_text(msgspec.to_builtins(self.body)))

    def asked(
        self,
        ask: Ask,
        form: Form,
        prompt: str,
        *,
        right: Sequence[str],
        line: str,
        wrong: Iterable[str] = (),
        text: str = "",
        critical: bool = False,
    ) -> Question:
        """A question on this row. Its id hangs on what is asked and on the right answer, not on distractors."""
        return Question(
            id=digest(ask, self.id, form, prompt, text, *right),
            ask=ask,
            form=form,
            ability=ABILITIES[self.kind],
            row=self.id,
            prompt=prompt,
            text=text,
            right=list(right),
            wrong=list(wrong),
            line=line,
            place=self.place,
            critical=critical,
        )

    def choice(
        self,
        ask: Ask,
        prompt: str,
        *,
        right: str,
        candidates: Iterable[str],
        line: str,
        text: str = "",
        critical: bool = False,
        refused: Container[str] = (),
    ) -> list[Question]:
        """A choice with two or three distractors; none where the candidates give fewer.

        Nothing is offered that stands, plain, in what is refused: a text, or a set of them.
        """
        seed = digest(ask, self.id, prompt, text, right)
        wrong = apart([right], ranked(seed, candidates), refused, MOST_WRONG)
        if len(wrong) < FEWEST_WRONG:
            return []
        made = self.asked(
            ask, "choice", prompt, right=[right], wrong=wrong, line=line, text=text, critical=critical
        )
        return [made]

    def blank(
        self, prompt: str, *, line: str, right: str, candidates: Iterable[str], at: str = ""
    ) -> list[Question]:
        """A statement with `right` left out; `at` is the piece of the line to be shown, if not the sentence.

        Only where `right` stands in it once; nothing that the row says elsewhere is offered as wrong.
        """
        statement = at or around(line, right)
        if statement.count(right) != 1 or len(plain(statement)) < len(plain(right)) + 3:
            return []
        text = statement.replace(right, BLANK)
        return self.choice(
            "blank", prompt, right=right, candidates=candidates, line=line, text=text, refused=self.said
        )


def subject(text: str, otherwise: str) -> str:
    """What a question is about, for the prompt; `otherwise` where that is long, or nothing."""
    bare = trimmed(text)
    return bare if 0 < len(bare) <= LONGEST_SUBJECT else otherwise


def few(questions: Sequence[Question], most: int) -> list[Question]:
    """At most so many of these, by their ids' own order; they stay in the order in which they came."""
    if len(questions) <= most:
        return list(questions)
    kept = {one.id for one in sorted(questions, key=lambda one: digest("few", one.id))[:most]}
    return [one for one in questions if one.id in kept]


def critical_first(questions: Iterable[Question], seed: str) -> list[Question]:
    """Critical ones first; within both in an order that hangs on the seed and each one's id alone."""
    return sorted(questions, key=lambda one: (not one.critical, digest(seed, one.id)))


def _all_text(value: object) -> str:
    if isinstance(value, str):
        return value
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return " ".join([one if isinstance(one, str) else _all_text(one) for one in parts])
