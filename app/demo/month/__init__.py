"""The last month of the demo enterprise, played through the real paths: signed records, pushed by phones.

What is to be found in it, by whom (工号), told in app/demo/month.yaml and reviews.yaml:

- 一号破碎机 (橙): the night checks of three nights were missed, since 王小军 is on leave. 1202, 1201, 1003, 1001.
- 仓口护栏开焊: to be mended four days ago. 1202, 1201, 1003, 1001.
- 护罩螺栓少两颗: mended, and nobody has looked at it yet. 1202.
- 二号胶带: its emergency card was written anew five days ago; neither of its two people has opened it. 1202.
- 潜孔钻: its operation card was signed by all and published, for a change; 罗大勇 has learnt it, 宋金山 not. 1102, 1003.
- A change at BC-02 (二号胶带) is under way: the operation card is in review, nobody has looked at the risks. 1202, 1003.
- Everybody who may sign has a card that waits for them (等我签字); one waits to be published. 1003.
- A few people have yet to learn a card of theirs (学新卡), most of them for long; 二号胶带's two the new one. 1202, 1001.
- 破碎甲班: weak in what to do in an emergency (能应急), in practice and in 抽背. 1202, 1201.
- 曹立民's phone counted a check that never arrived; so two nights of the 自卸车 are unknown, not missed. 1302.
- 余小龙's phone has been silent for nine days; one night of the boiler is unknown. 1502.
- 挖掘机 (橙): nobody scanned or read there for two weeks; its crew held no 抽背 all month. 1106, 1101.
- 台阶边坡有裂缝: a major hazard under way, with its funds and its plan.
- 电缆沟有积水 waits to be closed, 倒车影像黑屏 to be registered; 安全阀铅封掉了 was sent back once.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from app.access.models import Account
from app.checks.actions import freeze_all
from app.core import db
from app.core.clock import now, standing_at
from app.demo.load import load
from app.demo.month.acts import do_acts
from app.demo.month.agenda import Agenda
from app.demo.month.cast import Cast, cast_of
from app.demo.month.checks import do_checks
from app.demo.month.hazards import do_hazards
from app.demo.month.learning import do_learning
from app.demo.month.practice import Asked, Pupil, do_practice, do_reading
from app.demo.month.reviews import do_reviews
from app.demo.month.spots import do_spots
from app.demo.month.story import Story, luck, story
from app.demo.plans import VALID_DAYS_AGO
from app.org.models import Post
from app.org.queries import installation
from app.org.settings import ZONE
from app.questions.queries import asked_at
from app.questions.schemas import Question
from app.recite.queries import rules_for

FROZEN_AT = (
    "12:05"  # once a day will do: the job runs every five minutes, and finds nothing to do at most of them
)
TOLD_EVERY = 6  # days
Say = Callable[[str], None]


class NotEmpty(RuntimeError):
    """There is an enterprise in the database already: nobody's past is to be invented."""


def was_broken_off() -> bool:
    """Whether a month was begun here and not played to its end."""
    return _marker().exists()


def _marker() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "demo-unfinished"


def live_month(say: Say, at: datetime) -> None:
    """Load the demo into an empty database as it was a month before `at`, and play the month until then.

    Each push is a commit of its own, as in life; a file beside the data says meanwhile that it is unfinished.
    Raises NotEmpty.
    """
    if installation() is not None:
        raise NotEmpty
    _marker().touch()
    zone = ZoneInfo(ZONE.default)
    today = at.astimezone(zone).date()
    first = today - timedelta(days=VALID_DAYS_AGO)
    with standing_at(datetime.combine(first, time(5, 30), zone)), db.everywhere():
        cast = cast_of(load(say, today), today, zone, first)
    agenda = _filled(story(), cast, at)
    _play(agenda, cast, say)
    with standing_at(at):
        freeze_all(now())
    _marker().unlink()


def _filled(told: Story, cast: Cast, at: datetime) -> Agenda:
    agenda = Agenda(at, cast.zone)
    for number, who in enumerate(cast.people.values()):
        agenda.at(cast.when(VALID_DAYS_AGO, "05:40") + timedelta(seconds=17 * number), who.phone.register)
    for ago in range(VALID_DAYS_AGO, -1, -1):
        agenda.at(cast.when(ago, FROZEN_AT), _freeze)
    do_acts(told, cast, agenda)
    do_reading(told, cast, agenda)
    do_checks(told, cast, agenda)
    do_hazards(told, cast, agenda)
    do_spots(told, cast, agenda)
    asked = _asked(cast)
    do_learning(cast, agenda, asked)
    do_reviews(cast, agenda, asked)
    do_practice(told, cast, agenda, _pupils(told, cast, asked))
    silent = {one.who for one in told.lost}
    for no, who in cast.people.items():
        if no not in silent:
            heard = at - timedelta(minutes=2 + 25 * luck("heard", no))
            agenda.contact(who.phone, heard, anyway=True)
    return agenda


def _freeze() -> None:
    freeze_all(now())


def _asked(cast: Cast) -> dict[str, list[Question]]:
    """Key of a post > what its cards ask."""
    with db.everywhere():
        found = asked_at(db.session().scalars(select(Post)).all())
    by_id = {place.id: key for key, place in cast.posts.items()}
    return {by_id[post_id]: list(questions) for post_id, questions in found.items()}


def _pupils(told: Story, cast: Cast, asked: Mapping[str, Sequence[Question]]) -> list[Pupil]:
    with db.everywhere():
        return [
            Pupil(
                cast.people[no],
                how,
                [Asked(str(cast.posts[key].id), one) for key in cast.people[no].posts for one in asked[key]],
                rules_for(db.session().get_one(Account, cast.people[no].id)),
            )
            for no, how in told.practice.items()
        ]


def _play(agenda: Agenda, cast: Cast, say: Say) -> None:
    told: date | None = None
    for moment in agenda.play():
        day = moment.astimezone(cast.zone).date()
        if told is None or (day - told).days >= TOLD_EVERY:
            told = day
            say(f"演到 {day.month} 月 {day.day} 日，送到 {agenda.brought} 条记录")
    say(f"演到今天，送到 {agenda.brought} 条记录")
