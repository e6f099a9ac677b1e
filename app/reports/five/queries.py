"""Today's five of an account: what the rules found, ranked, without what was put off today."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from app.access.models import Account
from app.core import db
from app.org import queries as org
from app.reports.five.asker import Asker
from app.reports.five.models import FiveSnooze
from app.reports.five.ranking import ranked
from app.reports.five.rules import RULES
from app.reports.five.things import Thing
from app.reports.schemas import Five, FiveThing


def five(account: Account, at: datetime, listed: Collection[str] = ()) -> Five:
    """What this account should see to; nothing for whoever supervises nobody's checks.

    `listed`: keys that stood on its phone today. Those no rule finds any more are done, whoever did them.
    """
    asker = Asker(account, at)
    things, off = found(asker), put_off(account.id, asker.today)
    later = [one for one in things if one.is_off(off)]
    return Five(
        account=str(account.id),
        where=_where(asker),
        things=[wire(one) for one in ranked(things, off)],
        later=[wire(one) for one in sorted(later, key=lambda one: (-one.score, one.key))],
        done=sorted(set(listed) - {key for one in things for key in one.keys}) if asker.paths else [],
    )


def found(asker: Asker) -> list[Thing]:
    """All that the rules find, unranked."""
    return [thing for rule in RULES.values() for thing in rule.read(asker)] if asker.paths else []


def put_off(account_id: UUID, today: date) -> set[str]:
    """The keys of what an account has put off until tomorrow."""
    asked = select(FiveSnooze.key).where(
        FiveSnooze.account_id == account_id, FiveSnooze.day == today, FiveSnooze.ended_at.is_(None)
    )
    return set(db.session().scalars(asked))


def wire(one: Thing) -> FiveThing:
    """A thing as phones get it."""
    rule, step = RULES[one.rule], one.step
    return FiveThing(
        key=one.key,
        also=list(one.also),
        rule=one.rule,
        icon=rule.icon,
        word=rule.word,
        title=one.title,
        whole="" if one.whole == one.title else one.whole,
        reason=one.reason,
        level=one.level,
        button=step.word,
        href=step.href,
        route=step.route,
        tel=step.tel,
        tap=step.tap,
    )


def _where(asker: Asker) -> str:
    """The units they supervise, by name."""
    ids = {UUID(path.strip("/").rpartition("/")[2]) for path in asker.paths}
    return "、".join(one.name for one in org.in_tree_order(list(org.units_by_id(ids).values())))
