"""At the console nothing is in doubt: a role that has ended there has ended, and who mended never verifies."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access import actions as access
from app.access.models import Grant
from app.core import db
from app.core.clock import now
from app.core.ids import new_id
from app.hazards.models import Hazard
from app.org.models import Person
from tests.hazards.stories import AFTER, Site


def step(site: Site, who: Person, found: Hazard, act: str, **more: str) -> int:
    form = {"act": act, "step": str(new_id())} | more
    code = site.world.client(who).post(f"/console/hazards/{found.id}/steps", data=form).status_code
    site.world.forget()
    return code


def loses_role(site: Site, who: Person) -> None:
    asked = select(Grant).where(Grant.account_id == who.id, Grant.ended_at.is_(None))
    for grant in list(db.session().scalars(asked)):
        access.end_grant(grant, by=site.world.admin.id)
    for grant in list(db.session().scalars(select(Grant).where(Grant.account_id == who.id))):
        site.world.change(grant, ended_at=now() - timedelta(hours=1))


REGISTER = {"grade": "general", "due_on": "2026-12-01", "measures": "拧紧"}


@pytest.mark.parametrize("act", ["register", "verify", "send_back"])
def test_who_has_lost_a_role_an_hour_ago_does_not_use_it_at_the_console(site: Site, act: str) -> None:
    fixed = {} if act == "register" else {"fixed": True, "photos_after": [AFTER]}
    found = site.report(site.leader, **fixed)
    if fixed:
        site.world.change(found, reporter_id=site.worker.id, owner_id=site.leader.id)
        for one in found.steps:
            site.world.change(one, by_id=site.worker.id)
    before = site.steps(found)
    loses_role(site, site.leader)
    more = REGISTER | {"owner": str(site.worker.id)} if act == "register" else {}
    assert step(site, site.leader, found, act, **more) == 403
    assert site.steps(found) == before


def test_who_is_to_mend_it_still_does_without_any_role(site: Site) -> None:
    found = site.report()
    site.register(found, owner=str(site.world.driver.id))
    assert step(site, site.world.driver, found, "rectify") == 302
    assert site.steps(found)[-1] == ("rectify", [])


def test_closing_at_the_console_needs_the_role_now(site: Site) -> None:
    found = site.report(site.head)
    site.register(found)
    site.act(site.worker, found, "rectify", photos=[AFTER])
    site.act(site.leader, found, "verify")
    loses_role(site, site.head)
    assert step(site, site.head, found, "close") == 403
    assert site.steps(found)[-1][0] == "verify"
