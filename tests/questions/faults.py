"""What would be wrong with a question: a second opinion that shares nothing with the code that makes them."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from app.cards.schemas import Kind, WireCard
from app.questions.schemas import Question

BLANK = "＿＿"


def bare(text: str) -> str:
    """A text without punctuation, spaces and width; the point within a number stays."""
    shown = unicodedata.normalize("NFKC", text)
    shown = re.sub(r"(?<=\d)\.(?=\d)", "点", shown)
    return "".join(sign for sign in shown if sign.isalnum()).lower()


def texts(value: Any) -> list[str]:
    """Every text in JSON-like data."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inner for text in texts(one)]


def said(cards: Sequence[WireCard]) -> str:
    """Everything that these cards say, a piece a line."""
    pieces = [text for one in cards for row in one.rows for text in texts(row.body)]
    heads = [line for one in cards for line in (*one.head.jingle, *one.head.rights)]
    return "\n".join(bare(text) for text in pieces + heads)


def body_of(question: Question, cards: Sequence[WireCard]) -> dict[str, Any]:
    """The row that a question is about."""
    kind = Kind(question.ability)
    rows = [row for one in cards if one.kind == kind for row in one.rows if row.id == question.row]
    return rows[0].body if rows else {}  # type: ignore[return-value]


def faults(question: Question, cards: Sequence[WireCard], department: Sequence[WireCard]) -> list[str]:
    """What is wrong with a question about these cards of a post. Nothing should be."""
    body = body_of(question, cards)
    found = [*_shape(question), *_beside(question), *_not_from_the_card(question, cards)]
    found += ASKS[question.ask](question, body, department)
    return [f"{one}: {question}" for one in found]


def _shape(one: Question) -> Iterator[str]:
    if not re.fullmatch(r"[0-9a-f]{16}", one.id):
        yield "its id is none"
    if one.form == "choice" and not (len(one.right) == 1 and 2 <= len(one.wrong) <= 3):
        yield "not one right and two or three wrong answers"
    if one.form == "order" and not (3 <= len(one.right) <= 5 and not one.wrong):
        yield "not three to five things to put in order"
    if one.form == "truth" and (one.right not in (["对"], ["不对"]) or one.wrong or not one.text):
        yield "nothing to judge"
    if one.critical != (one.ask in ("first", "never")):
        yield "critical, or not, without reason"
    if not one.prompt or not one.place or not one.line:
        yield "something is left empty"


def _beside(one: Question) -> Iterator[str]:
    options = [bare(text) for text in (*one.right, *one.wrong)]
    if one.form == "truth":
        return
    if any(a in b for n, a in enumerate(options) for m, b in enumerate(options) if n != m):
        yield "an answer says what another says"


def _not_from_the_card(one: Question, cards: Sequence[WireCard]) -> Iterator[str]:
    everything = said(cards)
    pieces = [bare(piece) for piece in re.split(r"[。；，、：\n]", one.line)]
    if any(piece not in everything for piece in pieces):
        yield "its line is not the card's"
    if one.form != "truth" and any(bare(text) not in bare(one.line) for text in one.right):
        yield "a right answer is not in its line"


def _blank(one: Question, body: dict[str, Any], department: Sequence[WireCard]) -> Iterator[str]:
    row = "\n".join(bare(text) for text in texts(body))
    if not one.text:
        yield from _where(one, department)
        return
    if one.text.count(BLANK) != 1 or bare(one.text.replace(BLANK, one.right[0])) not in row:
        yield "the right answer does not make the card's sentence"
    if any(bare(text) in row for text in one.wrong):
        yield "the row says a wrong answer, too"


def _where(one: Question, department: Sequence[WireCard]) -> Iterator[str]:
    thing = bare(one.prompt.removesuffix("在哪儿？"))
    for supply in texts([row.body.get("supplies", []) for card in department for row in card.rows]):
        if thing in bare(supply.split("（")[0]) and any(f"（{wrong}）" in supply for wrong in one.wrong):
            yield "it is kept there as well"


def _order(one: Question, body: dict[str, Any], department: Sequence[WireCard]) -> Iterator[str]:
    if len({bare(text) for text in one.right}) != len(one.right):
        yield "the same twice"
    if one.ability == "emergency":
        steps = {step["act"]: step["who"] for step in body["steps"]}
        acts = [step["act"] for step in body["steps"]]
        at = acts.index(one.right[0])
        if acts[at : at + len(one.right)] != one.right:
            yield "not the card's order"
        if len({steps[act] for act in one.right}) != 1:
            yield "two people act at the same time"
        return
    names = [
        row.body.get("procedure") for card in department if card.kind == Kind.OPERATION for row in card.rows
    ]
    windows = [names[at : at + len(one.right)] for at in range(len(names))]
    places = [body["standard"].find(text) for text in one.right]
    if one.right not in windows and (-1 in places or places != sorted(places)):
        yield "not the card's order"


def _first(one: Question, body: dict[str, Any], department: Sequence[WireCard]) -> Iterator[str]:
    acts = [bare(step["act"]) for step in body["steps"]]
    if bare(one.right[0]) != acts[0]:
        yield "not the first step"
    if any(bare(text) in act or act in bare(text) for text in one.wrong for act in acts):
        yield "a step is offered as wrong"


def _never(one: Question, body: dict[str, Any], department: Sequence[WireCard]) -> Iterator[str]:
    forbidden = [bare(text) for text in (*body.get("never", []), *body.get("forbidden", []))]
    wanted = [bare(text) for text in (body.get("standard", ""), *texts(body.get("steps", [])))]
    if one.form == "choice":
        if not any(bare(one.right[0]) in text for text in forbidden):
            yield "the right answer is not forbidden"
        if any(bare(text) in line for text in one.wrong for line in forbidden):
            yield "a wrong answer is forbidden as well"
    elif body and one.right == ["对"]:
        if not any(bare(one.text) in text for text in wanted):
            yield "called right, and the card does not say so"
    elif body and any(bare(one.text) in text for text in wanted):
        yield "called wrong, and the card says so"


def _control(one: Question, body: dict[str, Any], department: Sequence[WireCard]) -> Iterator[str]:
    def about_the_same(other: dict[str, Any]) -> bool:
        return (
            bool(set(other.get("accidents", [])) & set(body.get("accidents", [])))
            or other["point"] == body["point"]
        )

    rows = [row.body for card in department if card.kind == Kind.RISK for row in card.rows]
    for other in rows:
        texts_ = [bare(measure["text"]) for measure in other.get("measures", [])]  # type: ignore[attr-defined, call-overload]
        if about_the_same(other) and any(bare(wrong) in text for wrong in one.wrong for text in texts_):
            yield "a control of such a risk is offered as wrong"


def _risk(one: Question, body: dict[str, Any], department: Sequence[WireCard]) -> Iterator[str]:
    if one.right[0] not in body["accidents"] or set(one.wrong) & set(body["accidents"]):
        yield "not what the card says of the accident"
    if any(wrong in text for wrong in one.wrong for text in texts(body)):
        yield "the row names a wrong answer"


def _who(one: Question, body: dict[str, Any], department: Sequence[WireCard]) -> Iterator[str]:
    doers = {step["who"].removesuffix("做") for step in body["steps"] if step["act"] == one.text}
    if doers != set(one.right) or doers & set(one.wrong):
        yield "another takes this step"
    if any("谁看见" in text for text in (*one.right, *one.wrong)):
        yield "whoever sees it may be anybody"


def _jingle(one: Question, body: dict[str, Any], department: Sequence[WireCard]) -> Iterator[str]:
    line = bare(one.text.replace(BLANK, ""))
    for card in department:
        lines = [bare(text) for text in card.head.jingle]
        follow = {b for a, b in pairwise(lines) if a == line}
        if follow & {bare(text) for text in one.wrong}:
            yield "that line follows as well"


Check = Callable[[Question, dict[str, Any], Sequence[WireCard]], Iterator[str]]
ASKS: dict[str, Check] = {
    "blank": _blank,
    "order": _order,
    "control": _control,
    "risk": _risk,
    "first": _first,
    "who": _who,
    "never": _never,
    "jingle": _jingle,
}
