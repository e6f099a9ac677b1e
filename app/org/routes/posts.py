"""Posts: the list, a post's page, adding, amending, closing."""

from flask import flash, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from app.core.ids import parse_id
from app.core.paging import Page, asked_page, asked_search
from app.core.web import actor, allow, field
from app.org import actions, queries
from app.org.routes.parts import blueprint, chosen_unit, or_form, post_for, to, units_to_choose


@blueprint.get("/console/posts")
@allow("org.read")
def post_list() -> str:
    """The posts of the account's units, searched and in pages."""
    paths, search, number = current_user.paths_for("org.read"), asked_search(), asked_page()
    found = queries.posts(paths, search=search, page=number)
    page = Page(found, number, queries.count_posts(paths, search=search))
    return render_template("org/posts.html", page=page, search=search)


@blueprint.get("/console/posts/<post_id>")
@allow("org.read")
def post_page(post_id: str) -> str:
    """A post: its unit, who holds it and who held it."""
    post = post_for("org.read", post_id)
    history = queries.history_of(post.id)
    return render_template(
        "org/post.html",
        post=post,
        now=[held for held in history if held.to_on is None],
        before=[held for held in history if held.to_on is not None],
    )


@blueprint.get("/console/posts/new")
@allow("org.write")
def post_form() -> str:
    """What a new post needs."""
    chosen = parse_id(request.args.get("unit", ""))
    return render_template("org/post_form.html", post=None, units=units_to_choose("org.write"), chosen=chosen)


@blueprint.post("/console/posts/new")
@allow("org.write")
@or_form(post_form)
def add_post() -> Response:
    """Add a post."""
    unit, title = chosen_unit("org.write"), field("title", "岗位名称", limit=60)
    post = actions.add_post(unit=unit, title=title, key_post="key_post" in request.form, by=actor())
    flash(f"加好了：{post.title}")
    return to("post_page", post_id=post.id)


@blueprint.get("/console/posts/<post_id>/details")
@allow("org.write")
def post_details_form(post_id: str) -> str:
    """A post's name, unit and mark, to be changed."""
    post = post_for("org.write", post_id)
    units = [one for one in units_to_choose("org.write") if one.enterprise_id == post.enterprise_id]
    return render_template("org/post_form.html", post=post, units=units, chosen=post.unit_id)


@blueprint.post("/console/posts/<post_id>/details")
@allow("org.write")
@or_form(post_details_form)
def amend_post(post_id: str) -> Response:
    """Rename a post, mark it, or move it to another unit."""
    post, unit = post_for("org.write", post_id), chosen_unit("org.write")
    title, key_post = field("title", "岗位名称", limit=60), "key_post" in request.form
    actions.amend_post(post, title=title, key_post=key_post, unit=unit, by=actor())
    flash(f"改好了：{title}")
    return to("post_page", post_id=post.id)


@blueprint.get("/console/posts/<post_id>/closure")
@allow("org.write")
def post_closure_form(post_id: str) -> str:
    """What closing a post means."""
    post = post_for("org.write", post_id)
    return render_template("org/post_closure.html", post=post, holders=queries.holders(post.id))


@blueprint.post("/console/posts/<post_id>/closure")
@allow("org.write")
@or_form(post_closure_form)
def close_post(post_id: str) -> Response:
    """Close a post."""
    post = post_for("org.write", post_id)
    actions.close_post(post, by=actor())
    flash(f"{post.title}停用了")
    return to("unit_page", unit_id=post.unit_id)
