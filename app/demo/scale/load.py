"""Writing the grown demo: an enterprise of so many people, and what they did on so many days up to now."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from app.checks.windows import moment
from app.core import db
from app.core.arrivals import last_arrival
from app.core.errors import Conflict, Invalid
from app.demo.scale.backdate import begin_at, end_at
from app.demo.scale.bulk import count_rows, roomy
from app.demo.scale.cast import Mine
from app.demo.scale.history import History
from app.demo.scale.learning import learning
from app.demo.scale.mine import build
from app.demo.scale.people import FIRST_NUMBER, sizes_of
from app.demo.scale.pictures import put_photos
from app.demo.scale.rounds import by_day, rounds
from app.demo.scale.spots import spots
from app.org.queries import installation
from app.org.settings import ZONE

PEOPLE, DAYS = (1, 20_000), (1, 1_000)  # from, to
SEED = 1
BUILDING = 0.2  # share of the work, about
Tick = Callable[[float], None]  # told how much is done, from 0 to 1


@dataclass(frozen=True)
class Written:
    """How much was written."""

    people: int
    posts: int
    demanded: int  # windows that have closed
    checks: int
    hazards: int
    ops: int
    principal: str  # employee number


def refuse_odd_size(people: int, days: int) -> None:
    """Raise Invalid for a size that is not meant."""
    for count, (least, most), what in ((people, PEOPLE, "人数"), (days, DAYS, "天数")):
        if not least <= count <= most:
            raise Invalid(f"{what}要在 {least} 到 {most} 之间，{count} 不行")


def refuse_used() -> None:
    """Raise Conflict where the database holds an enterprise already."""
    if installation() is not None:
        raise Conflict("数据库里已经有企业，不能再装演示", hint="换一个空的 DATA_DIR 再来。")


def load_scaled(people: int, days: int, at: datetime, tick: Tick, seed: int = SEED) -> Written:
    """Write an enterprise of `people` people with a history of `days` days before `at` into an empty database.

    The same seed and moment make the same history. Each part is a commit of its own, so that memory stays small
    however large the whole is. Raises as `refuse_odd_size` and `refuse_used` do.
    """
    refuse_odd_size(people, days)
    refuse_used()
    luck = Random(seed)  # noqa: S311 (chance for a demo)
    at = at.replace(microsecond=0)
    zone = ZoneInfo(ZONE.default)
    since = at.astimezone(zone).date() - timedelta(days=days)
    start = moment(zone, since, 0)
    with db.everywhere():  # a command that fills an empty database
        mine = build(sizes_of(people), since, at, luck, lambda share: tick(BUILDING * share))
        with roomy():
            begin_at(start)
            photos = put_photos(mine.enterprise)
        history = History(mine.enterprise, photos, luck, at, last_arrival(mine.enterprise))
        _live(mine, history, since, start, at, tick)
        with roomy():
            end_at(at, mine.phones)
        count_rows()
    tick(1)
    return Written(
        people=len(mine.phones),
        posts=len(mine.held),
        ops=history.ops,
        demanded=history.demanded,
        checks=history.checks,
        hazards=history.hazards,
        principal=str(FIRST_NUMBER),
    )


def _live(  # noqa: PLR0917 (what a history is made of)
    mine: Mine, history: History, since: date, start: datetime, at: datetime, tick: Tick
) -> None:
    days = by_day(rounds(mine, since, start, at), since)
    history.happen(learning(mine, start, at, history.luck))
    history.happen(spots(mine, start, at, history.luck))
    length = (at - start).total_seconds()
    for number in range((at.date() - since).days + 2):
        day = since + timedelta(days=number)
        for window, tasks in days.get(day, ()):
            history.demand(window, tasks)
        until = min(start + timedelta(days=number + 1), at)
        history.pass_to(until)
        tick(BUILDING + (1 - BUILDING) * min((until - start).total_seconds() / length, 1))
    history.write()
