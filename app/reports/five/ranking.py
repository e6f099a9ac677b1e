"""Which five, and in what order. Pure: things in, a list out."""

from collections import Counter
from collections.abc import Collection, Iterable

from app.reports.five.things import Thing

MOST = 5
OF_A_RULE = 2  # so that five are not five of a kind


def ranked(things: Iterable[Thing], later: Collection[str] = ()) -> list[Thing]:
    """The five with the highest scores, equal ones by key; without those that were put off (`later`: keys).

    A place (post or unit) has at most one of a rule, and a rule at most OF_A_RULE. What weighs nothing is not
    listed at all.
    """
    found: list[Thing] = []
    places: set[tuple[str, object]] = set()
    rules: Counter[str] = Counter()
    for one in sorted(things, key=lambda one: (-one.score, one.key)):
        taken = (one.rule, one.place) in places or rules[one.rule] >= OF_A_RULE
        if one.score <= 0 or one.is_off(later) or taken:
            continue
        found.append(one)
        places.add((one.rule, one.place))
        rules[one.rule] += 1
        if len(found) == MOST:
            break
    return found
