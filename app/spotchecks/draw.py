"""Who is asked, and what: drawn by a seed, so that everybody can repeat it. Pure.

Exists twice, here and in static/client/model/draw.ts, held together by tests/vectors/draw.json. Whatever is drawn
from is put in the order of the SHA-256 of the seed and its name: nobody can wish for a seed that favours somebody.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

from app.questions.schemas import Ability, Recital

ABILITIES: tuple[Ability, ...] = ("risk", "duty", "operation", "emergency")  # 知风险 明职责 会操作 能应急
_LIFE_FIRST: tuple[Ability, ...] = ("emergency", "operation", "duty", "risk")


def order_of(seed: str, names: Iterable[str]) -> list[str]:
    """These names, each once, in the order in which the seed draws them."""
    return sorted(set(names), key=lambda name: (sha256(f"{seed}:{name}".encode()).hexdigest(), name))


def place_of(seed: str, candidates: Iterable[str], account: str) -> int | None:
    """Which the draw among these candidates takes this account as, from 1; None where it is none of them."""
    drawn = order_of(seed, candidates)
    return drawn.index(account) + 1 if account in drawn else None


def questions_for(seed: str, account: str, recitals: Sequence[Recital]) -> dict[Ability, str]:
    """Ability > the recital drawn for it, of those of one post; none for an ability that has none.

    Wherever the post has a critical one, one of the four is critical: of the emergency card, else of the first
    other card that has one. Beyond that only the seed decides.
    """
    drawn = {one: place for place, one in enumerate(order_of(f"{seed}:{account}", (r.id for r in recitals)))}
    by_ability = {
        ability: sorted((one for one in recitals if one.ability == ability), key=lambda one: drawn[one.id])
        for ability in ABILITIES
    }
    graver = next((one for one in _LIFE_FIRST if any(r.critical for r in by_ability[one])), None)
    if graver is not None:
        by_ability[graver] = [one for one in by_ability[graver] if one.critical]
    return {ability: some[0].id for ability, some in by_ability.items() if some}
