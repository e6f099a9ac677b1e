"""What each day asks of renewals (修订任务): none is left to nobody, none is late unsaid, and what has come due opens."""

from collections.abc import Collection, Sequence
from uuid import UUID

from app.access.queries import who_may
from app.cards import renewals
from app.cards.models import CardRenewal
from app.changes import actions, queries
from app.core import db
from app.notify.actions import tell
from app.notify.queries import told_about
from app.org.queries import tenants, today

LATE_CHANGE, LATE = "change.late", "renewal.late"  # of the notices: about a change, about a periodic renewal
SYSTEM = None


def every_day() -> None:
    """Go through the renewals of every enterprise, then open what has come due. Called every day by a job.

    A second time on the same day it changes nothing; after days without it, it does what these would have done.
    """
    with db.everywhere():  # a job has no enterprise; it goes through all of them
        for one in tenants():
            _see_to(one.id)
    actions.open_due()


@db.action
def _see_to(enterprise_id: UUID) -> None:
    held = queries.open_renewals(enterprise_id)
    for one in held:
        if one.post.closed_on is not None:
            renewals.withdraw(one, words="岗位停用了", by=SYSTEM)
    still = [one for one in held if one.closed_at is None]
    _give_to_somebody(still)
    days = {path: today(path) for path in {one.post.unit.path for one in still}}
    _say_late([one for one in still if one.due_on < days[one.post.unit.path]])


def _give_to_somebody(held: Sequence[CardRenewal]) -> None:
    """Where the owner has left, or may not write there any more, the nearest who may takes over, and is told."""
    writers: dict[str, list[UUID]] = {}
    for one in held:
        path = one.post.unit.path
        if path not in writers:
            writers[path] = who_may(queries.WRITE, path)
        if writers[path] and one.owner_id not in writers[path]:
            renewals.hand_over(one, writers[path][0], by=SYSTEM)


def _say_late(late: Sequence[CardRenewal]) -> None:
    """Each owner hears once that it is late, however many posts of a change are theirs; whoever leads it, too."""
    leaders = queries.leaders_of({one.change_id for one in late if one.change_id})
    theirs: dict[tuple[UUID, UUID], list[CardRenewal]] = {}
    for one in late:
        about = one.change_id or one.id
        for who in {one.owner_id, leaders.get(about)}:
            if who is not None:
                theirs.setdefault((who, about), []).append(one)
    told = told_about((LATE, LATE_CHANGE), {about for _, about in theirs})
    for (who, about), some in theirs.items():
        if (who, about) not in told:
            _tell_late(who, about, some)


def _tell_late(who: UUID, about: UUID, late: Collection[CardRenewal]) -> None:
    first, *more = late
    which = f"{len(late)} 个岗位" if more else f"“{first.post.title}”"
    due, kind = first.due_on, LATE_CHANGE if first.change_id else LATE
    title = f"{which}的卡超期了，{due.month} 月 {due.day} 日前就该看完"
    body = f"打开看：卡要改就改，不用改就写一句。{first.words}"
    tell({who}, enterprise_id=first.enterprise_id, kind=kind, title=title, body=body, about=about)
