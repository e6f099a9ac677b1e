"""Who holds which post: assigning from either side, and ending."""

from flask import flash, render_template
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core.paging import asked_search
from app.core.web import actor, allow, id_or_missing, permit
from app.org import actions, queries
from app.org.models import Assignment
from app.org.routes.parts import blueprint, chosen_id, day_field, or_form, person_for, post_for, to

ACT = "people.assign"


@blueprint.get("/console/posts/<post_id>/holders")
@allow(ACT)
def post_holders_form(post_id: str) -> str:
    """Who could take this post: the people of its unit, others by search."""
    post, search = post_for(ACT, post_id), asked_search()
    paths = current_user.paths_for(ACT) if search else [post.unit.path]
    held = {one.person_id for one in queries.holders(post.id)}
    people = [one for one in queries.people(paths, search=search, page=1) if one.id not in held]
    today = queries.today(post.unit.path)
    return render_template("org/post_holders.html", post=post, people=people, search=search, today=today)


@blueprint.post("/console/posts/<post_id>/holders")
@allow(ACT)
@or_form(post_holders_form)
def assign_to_post(post_id: str) -> Response:
    """Give this post to somebody."""
    post = post_for(ACT, post_id)
    person = person_for(ACT, str(chosen_id("person", "人")))
    actions.assign(person, post, on=day_field("on", "日期"), by=actor())
    flash(f"{person.account.name}上岗了")
    return to("post_page", post_id=post.id)


@blueprint.get("/console/people/<person_id>/posts")
@allow(ACT)
def person_posts_form(person_id: str) -> str:
    """Which posts this person could take: those of their unit, others by search."""
    person, search = person_for(ACT, person_id), asked_search()
    path = queries.path_of_person(person)
    held = {one.post_id for one in person.assignments if one.to_on is None}
    found = queries.posts(current_user.paths_for(ACT) if search else [path], search=search, page=1)
    posts = [one for one in found if one.id not in held]
    return render_template(
        "org/person_posts.html", person=person, posts=posts, search=search, today=queries.today(path)
    )


@blueprint.post("/console/people/<person_id>/posts")
@allow(ACT)
@or_form(person_posts_form)
def assign_to_person(person_id: str) -> Response:
    """Give somebody a post."""
    person = person_for(ACT, person_id)
    post = post_for(ACT, str(chosen_id("post", "岗位")))
    actions.assign(person, post, on=day_field("on", "日期"), by=actor())
    flash(f"{person.account.name}到{post.title}上岗了")
    return to("person_page", person_id=person.id)


def _assignment(assignment_id: str) -> Assignment:
    found = queries.assignment(id_or_missing(assignment_id))
    permit(ACT, found.post.unit.path)
    return found


@blueprint.get("/console/assignments/<assignment_id>/end")
@allow(ACT)
def assignment_end_form(assignment_id: str) -> str:
    """What ending an assignment means."""
    held = _assignment(assignment_id)
    return render_template("org/assignment_end.html", held=held, today=queries.today(held.post.unit.path))


@blueprint.post("/console/assignments/<assignment_id>/end")
@allow(ACT)
@or_form(assignment_end_form)
def end_assignment(assignment_id: str) -> Response:
    """Somebody gives a post up."""
    held = _assignment(assignment_id)
    actions.end_assignment(held, on=day_field("on", "日期"), by=actor())
    flash(f"{held.person.account.name}不在{held.post.title}了")
    return to("post_page", post_id=held.post_id)
