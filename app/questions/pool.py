"""What the cards of a department say: where the distractors of its posts' questions come from."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.cards.schemas import Kind, RiskRow, ScenarioRow, WireCard
from app.questions.forbidden import done
from app.questions.lexicon import COMMON, GEAR
from app.questions.reading import ReadCard, read
from app.questions.texts import pairs, plain, short_part, trimmed

_KEPT_AT = re.compile(r"^(?P<item>[^（(]+)[（(](?P<place>[^（()）]+)[)）]$")
_AMOUNT = re.compile(r"\s*(\d+|[一二两三四几])\s*[套具把个块根瓶条副只组桶]$")
LONGEST_OPTION = 20
DRAWN_FROM = (Kind.EMERGENCY, Kind.RISK)  # whose rows a pool is made from; of other cards it takes the jingle
Index = Mapping[str, set[str]]  # a sign > what goes with it


@dataclass(frozen=True)
class Control:
    """A control (管控措施) short enough for an option, and the risks at which a card of the department says it."""

    text: str
    words: frozenset[str]  # two-character pieces of the text
    accidents: frozenset[str]  # that it guards against
    about: frozenset[str]  # what these risks are about, see `about`


@dataclass(frozen=True)
class Pool:
    """What may be offered beside a right answer. Its order says nothing: makers rank by hash."""

    forbidden: frozenset[str] = frozenset()  # acts that emergency cards forbid, as somebody does them
    controls: frozenset[Control] = frozenset()
    accidents: frozenset[str] = frozenset()
    gear: frozenset[str] = frozenset()  # what protects, that cards of the department name
    kept: frozenset[tuple[str, str]] = frozenset()  # (what, where it is kept)
    told: frozenset[str] = frozenset()  # supplies that read otherwise: a place may stand in （） there
    jingle: frozenset[tuple[str, str]] = (
        frozenset()
    )  # (a line, the next one or ""), without the sign at the end

    def controls_without(self, *, accidents: Set[str], words: Set[str], about: Set[str]) -> Set[str]:
        """The controls that guard against none of these accidents, hold none of these pieces, and are said at no
        risk that holds one of those. Every risk asks, so that they are looked up, not gone through."""
        sought = (self._by_accident, accidents), (self._by_word, words), (self._by_risk, about)
        return self._texts.difference(*(by[one] for by, signs in sought for one in by.keys() & signs))

    @cached_property
    def _texts(self) -> frozenset[str]:
        return frozenset(one.text for one in self.controls)

    @cached_property
    def _by_accident(self) -> Index:
        return index((sign, one.text) for one in self.controls for sign in one.accidents)

    @cached_property
    def _by_word(self) -> Index:
        return index((sign, one.text) for one in self.controls for sign in one.words)

    @cached_property
    def _by_risk(self) -> Index:
        return index((sign, one.text) for one in self.controls for sign in one.about)

    def places_of(self, thing: str) -> Set[str]:
        """Where posts keep this thing, or one that is called alike; several in one bag are 手套、口罩."""
        parts = [plain(part) for part in thing.split("、")]
        kept = self._places.items()
        found = [places for other, places in kept if any(one in other or other in one for one in parts)]
        return set().union(*found)

    @cached_property
    def _places(self) -> Index:
        named = [(plain(thing), place) for things, place in self.kept for thing in things.split("、")]
        held = [(plain(one), place) for one in self.told for _, place in self.kept if f"（{place}" in one]
        return index([*named, *held])

    @cached_property
    def lines(self) -> frozenset[str]:
        """The lines of all jingles."""
        return frozenset(line for line, _ in self.jingle)

    @cached_property
    def follows(self) -> Index:
        """A line, plain > what follows it in some jingle, plain."""
        return index((plain(line), plain(follows)) for line, follows in self.jingle)


def about(point: str, hazard: str = "") -> frozenset[str]:
    """What a risk is about: the two-character pieces of its words, and its point (风险点) as a whole, be it one sign."""
    return pairs(point + hazard) | {plain(point)}


def index(found: Iterable[tuple[str, str]]) -> Index:
    """Which things go with a sign, of pairs of both."""
    made: dict[str, set[str]] = defaultdict(set)
    for sign, thing in found:
        made[sign].add(thing)
    return made


def pool_of(cards: Iterable[WireCard | ReadCard]) -> Pool:
    """What these cards say, as distractors. Give it the published cards of one department, in any order."""
    scenarios: list[ScenarioRow] = []
    risks: list[RiskRow] = []
    jingle: set[tuple[str, str]] = set()
    for card in map(read, cards):  # each is forgotten but for what is asked of it
        scenarios += [body for _, body in card.rows if isinstance(body, ScenarioRow)]
        risks += [body for _, body in card.rows if isinstance(body, RiskRow)]
        jingle.update(_lines(card.head.jingle))
    supplies = {one for each in scenarios for one in each.supplies}
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
        kept=frozenset(filter(None, map(kept_at, supplies))),
        told=frozenset(one.replace("(", "（") for one in supplies if not kept_at(one)),
        jingle=frozenset(jingle),
    )


def _lines(jingle: Sequence[str]) -> Iterable[tuple[str, str]]:
    return pairwise([*(trimmed(line) for line in jingle), ""])


def _controls(risks: Sequence[RiskRow]) -> Iterator[Control]:
    """Each short part of a control once, with all risks at which it is said, in whatever sentence."""
    said: dict[str, list[RiskRow]] = defaultdict(list)  # the same sentence stands on many cards
    for risk in risks:
        for one in risk.measures:
            said[plain(one.text)].append(risk)
    parts = {short_part(one.text, LONGEST_OPTION, least=6) for risk in risks for one in risk.measures}
    signs = {id(risk): about(risk.point, risk.hazard) for risk in risks}
    for part in parts:
        if part and not any(word in part for word in COMMON):
            bare = plain(part)
            at = [risk for text, there in said.items() if bare in text for risk in there]
            accidents = frozenset(accident for risk in at for accident in risk.accidents)
            yield Control(
                text=part,
                words=frozenset(pairs(part)),
                accidents=accidents,
                about=frozenset().union(*(signs[id(risk)] for risk in at)),
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
