"""What stands as the label of a form's line: 管控措施 | 工程技术 | …"""

import re

from app.cards.schemas import Kind
from app.exchange.reading.headings import Path, arrange, by_keyword, exact, is_contact_list, is_phase, plain
from app.exchange.reading.rows import Spot
from app.exchange.reading.titles import label_of
from app.exchange.reading.words import MAIN, MEASURE_KINDS

SAID = re.compile(r"^([^：:，,。；;]{2,16})[：:]\s*(\S.*)$", re.DOTALL)  # 注意事项：不得用水
_OF_CARD = re.compile(r"(措施|要求|提示|用品|物资|事项|禁令|警示语|承诺|依据)$")
MEASURES = frozenset(name for names in MEASURE_KINDS.values() for name in names)


def exact_any(kind: Kind | None, text: str) -> str:
    """The field of `kind`, or else of any kind, that a text names by one of its own words."""
    kinds = [kind, *Kind] if kind else list(Kind)
    return next((found for one in kinds if (found := exact(one, text)) and found != "number"), "")


def form_label(kind: Kind | None, text: str) -> str:
    """What the label of a form's line means."""
    found = exact_any(kind, text) or label_of(text)
    if not found and kind in (None, Kind.OPERATION) and is_phase(text):
        return "phase"
    return (
        found or (by_keyword(kind, text) if kind else "") or ("measures" if plain(text) in MEASURES else "")
    )


def kinds_down(found: list[Spot], below: list[Spot]) -> bool:
    """管控措施 | 工程技术 | …, and below it 管理 | …: lines of a form, whose label is merged downwards."""
    if len(found) < 3 or len(below) < 2 or not below[0].held or found[0].at != below[0].at:
        return False
    pairs = [(one[1].at, plain(one[1].text) in MEASURES) for one in (found, below)]
    return pairs[0] == pairs[1] and pairs[0][1] and found[1].span == 1


def is_label_here(spot: Spot, found: list[Spot], at: int) -> bool:
    """Whether a word that may be a label stands where labels do: before a cell that is none."""
    return at + 1 < len(found) and not form_label(None, found[at + 1].text) and at % 2 == 0


def is_own_label(found: list[Spot]) -> bool:
    """Within a form, a short word with a text beside it: a line of the enterprise's own."""
    name = found[0].text.strip()
    return len(found) == 2 and len(name) <= 12 and not re.search(r"[。；，：:\d]", name)


def has_main(paths: list[Path]) -> bool:
    """Whether a heading names the main column of any card."""
    if is_contact_list(paths):
        return False
    return any(arrange(kind, paths).of(name) for kind in Kind for name in MAIN[kind])


def kind_of(paths: list[Path]) -> Kind:
    """The kind of card that a heading fits best."""
    return max(Kind, key=lambda kind: arrange(kind, paths).score)


def of_card(spot: Spot) -> re.Match[str] | None:
    """应急措施：用清水冲洗, over the whole table: a line that speaks of the card."""
    said = SAID.match(spot.text.strip())
    return said if said and not spot.held and _OF_CARD.search(said[1].strip()) else None
