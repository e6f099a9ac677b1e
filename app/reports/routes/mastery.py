"""What the people of posts have mastered (掌握), by ability, and who has not opened a card that is in force."""

from flask import render_template

from app.core.clock import now
from app.core.paging import Page, asked_page
from app.core.web import allow
from app.org import queries as org
from app.reports.filters import READ, asked
from app.reports.mastery import ABILITY_WORDS, shares_of, unread_of
from app.reports.routes.parts import blueprint
from app.reports.rows import levels_of, units_to_choose

PAGE = 50


@blueprint.get("/console/mastery")
@allow(READ)
def mastery() -> str:
    """A row for each post of one's units that somebody holds; sums of people, nobody's answers."""
    wanted, number = asked(), asked_page()
    posts = [wanted.post] if wanted.post else org.posts(wanted.paths)
    shown = posts[(number - 1) * PAGE : number * PAGE]
    return render_template(
        "reports/mastery.html",
        asked=wanted,
        page=Page(shown, number, len(posts), PAGE),
        shares=shares_of(shown, now()),
        unread=unread_of(shown),
        levels_at=levels_of([one.id for one in shown]),
        units=units_to_choose(wanted),
        words=ABILITY_WORDS,
    )
