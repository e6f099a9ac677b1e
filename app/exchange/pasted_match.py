"""Which listed posts a duty table's title may mean: proposals for a person to choose from, never a merge."""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from app.exchange.pasted_cells import squash

LIKELY = 62.0  # below this a proposal misleads more than it helps
LONGEST = 60  # characters of a title that is compared at all
OTHER_RANK = 0.8  # 副厂长 is not 厂长
NOTE = re.compile(r"\([^()]*\)")
DEPUTY = re.compile(r"副|助理|代理|见习|储备")
ROLE = "长员工任师监理管书手检值机人"  # last characters of a role: 厂长, 主任, 总监
SHORT_FORMS = (("安全环保", "安环"), ("办公室", "部"), ("部长", "部主任"), ("有限公司", "公司"))


def propose(title: str, listed: Sequence[str], limit: int = 3) -> list[str]:
    """Listed titles that a duty table's `title` may mean, likeliest first; [] when none is near (S20).

    兼 joins two posts, in either order; 铝、电厂厂长 stands for 铝厂厂长 and 电厂厂长; 副 makes another post.
    """
    asked = squash(title)
    if not asked or len(asked) > LONGEST:
        return []
    scores = {one: _likeness(title, one) for one in dict.fromkeys(listed) if 0 < len(one) <= LONGEST}
    likely = sorted((one for one, score in scores.items() if score >= LIKELY), key=lambda one: -scores[one])
    return likely[:limit]


def _likeness(title: str, listed: str) -> float:
    """0–100: mostly how well the best part of one meets a part of the other, then how much else agrees."""
    asked, offered = parts(title), parts(listed)
    best = [max((_part_likeness(one, other) for other in offered), default=0.0) for one in asked]
    if not best:
        return 0.0
    covered = sum(best) / len(best)
    whole = fuzz.token_sort_ratio(" ".join(asked), " ".join(offered))
    return 0.65 * max(best) + 0.2 * covered + 0.15 * whole


def _part_likeness(one: str, other: str) -> float:
    same_rank = bool(DEPUTY.search(one)) == bool(DEPUTY.search(other))
    return float(fuzz.ratio(one, other)) * (1.0 if same_rank else OTHER_RANK)


@lru_cache(maxsize=4096)
def parts(title: str) -> tuple[str, ...]:
    """The posts a title joins: 总经理助理兼安环中心主任 → 总经理助理, 安环中心主任."""
    plain = NOTE.sub("", squash(title))
    for long, short in SHORT_FORMS:
        plain = plain.replace(long, short)
    return tuple(dict.fromkeys(one for joined in plain.split("兼") for one in _spread(joined) if one))


def _spread(joined: str) -> list[str]:
    """铝、电厂厂长 → 铝厂厂长, 电厂厂长: a part without a role takes the end of the one after it."""
    pieces = [piece for piece in re.split(r"[、/和及]", joined) if piece]
    spread = pieces[-1:]
    for piece in reversed(pieces[:-1]):
        spread.insert(0, piece if piece[-1] in ROLE else piece + pieces[-1][len(piece) :])
    return spread
