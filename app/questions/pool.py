"""What the cards of a department say: where the distractors of its posts' questions come from."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.cards.schemas import RiskRow, ScenarioRow, WireCard, body_from
from app.questions.forbidden import done
from app.questions.lexicon import COMMON, GEAR
from app.questions.texts import pairs, plain, short_part, trimmed

_KEPT_AT = re.compile(r"^(?P<item>[^（(]+)[（(](?P<place>[^（()）]+)[)）]$")
_AMOUNT = re.compile(r"\s*(\d+|[一二两三四几])\s*[套具把个块根瓶条副只组桶]$")
LONGEST_OPTION = 20


@dataclass(frozen=True)
class Control:
    """A control (管控措施) short enough for an option, and the risks at which a card of the department says it."""

    text: str
    words: frozenset[str]  # two-character pieces of the text
    accidents: frozenset[str]  # that it guards against
    about: frozenset[str]  # two-character pieces of these risks' points and hazards


@dataclass(frozen=True)
class Pool:
    """What may be offered beside a right answer. Its order says nothing: makers rank by hash."""

    forbidden: frozenset[str] = frozenset()  # acts that emergency cards forbid, as somebody does them
    controls: frozenset[Control] = frozenset()
    accidents: frozenset[str] = frozenset()
    gear: frozenset[str] = frozenset()  # what protects, that cards of the department name
    kept: frozenset[tuple[str, str]] = frozenset()  # (what, where it is kept)
    jingle: frozenset[tuple[str, str]] = (
        frozenset()
    )  # (a line, the next one or ""), without the sign at the end


def pool_of(cards: Iterable[WireCard]) -> Pool:
    """What these cards say, as distractors. Give it the published cards of one department, in any order."""
    held = list(cards)
    bodies = [body_from(card.kind, row.body) for card in held for row in card.rows]
    scenarios = [one for one in bodies if isinstance(one, ScenarioRow)]
    risks = [one for one in bodies if isinstance(one, RiskRow)]
    return Pool(
        forbidden=frozenset(filter(None, (done(one) for each in scenarios for one in each.never))),
        controls=frozenset(_controls(risks)),
        accidents=frozenset(accident for risk in risks for accident in risk.accidents),
        gear=frozenset(
            word
            for risk in risks
            for measure in risk.measures
            if measure.kind == "个体防护"
            for word in gear_in(measure.text)
        ),
        kept=frozenset(filter(None, (kept_at(one) for each in scenarios for one in each.supplies))),
        jingle=frozenset(pair for card in held for pair in _lines(card.head.jingle)),
    )


def _lines(jingle: Sequence[str]) -> Iterable[tuple[str, str]]:
    return pairwise([*(trimmed(line) for line in jingle), ""])


def _controls(risks: Sequence[RiskRow]) -> Iterator[Control]:
    """Each short part of a control once, with all risks at which it is said, in whatever sentence."""
    said = [(plain(one.text), risk) for risk in risks for one in risk.measures]
    parts = {short_part(one.text, LONGEST_OPTION, least=6) for risk in risks for one in risk.measures}
    about = {id(risk): pairs(risk.point + risk.hazard) for risk in risks}
    for part in parts:
        if part and not any(word in part for word in COMMON):
            at = [risk for text, risk in said if plain(part) in text]
            accidents = frozenset(accident for risk in at for accident in risk.accidents)
            yield Control(
                text=part,
                words=frozenset(pairs(part)),
                accidents=accidents,
                about=frozenset().union(*(about[id(risk)] for risk in at)),
            )


def kept_at(supply: str) -> tuple[str, str] | None:
    """急救箱（操作室门后）> what, and where; None where the note in brackets is no place."""
    match = _KEPT_AT.match(supply.strip())
    if not match or re.search(r"\d", match["place"]) or len(match["place"]) < 2:
        return None
    return _AMOUNT.sub("", match["item"].strip()), match["place"]


def gear_in(text: str) -> list[str]:
    """What protects, in the order of a text, the longer of two names of the same thing."""
    found: dict[int, str] = {}
    rest = text
    for word in GEAR:
        while (at := rest.find(word)) >= 0:
            found[at] = word
            rest = rest[:at] + "＃" * len(word) + rest[at + len(word) :]
    return [found[at] for at in sorted(found)]
