"""What a plan checks: picking controls of the risk list, writing items, and storing them as a new revision."""

from flask import flash, g, render_template, request
from werkzeug.wrappers import Response

from app.checks import desk
from app.checks import plans as actions
from app.checks.models import Plan
from app.checks.routes import item_form as forms
from app.checks.routes.item_changes import changes
from app.checks.routes.item_form import ItemRow, RiskPart
from app.checks.routes.parts import WRITE, blueprint, plan_for, to
from app.core.errors import Conflict
from app.core.web import actor, allow
from app.org.routes.parts import or_form


@blueprint.get("/console/plans/<plan_id>/items")
@allow(WRITE)
def plan_items_form(plan_id: str) -> str:
    """The items of a plan, to be changed: as they are stored, or as they were typed."""
    plan = plan_for(WRITE, plan_id)
    before = desk.items_of(actions.revision_of(plan))
    rows = forms.typed() if request.method == "POST" else forms.stored(before)
    risks = forms.risks_of(plan)
    return _page(plan, forms.settle(rows, risks, before), risks)


@blueprint.post("/console/plans/<plan_id>/items")
@allow(WRITE)
@or_form(plan_items_form)
def set_plan_items(plan_id: str) -> Response | str:
    """Add, move or remove an item; look at what is changed; store it. Only the last step writes."""
    plan, told = plan_for(WRITE, plan_id), request.form.get("do", "")
    before, risks = desk.items_of(actions.revision_of(plan)), forms.risks_of(plan)
    rows = forms.typed()
    if told in {"look", "save"}:
        rows += forms.picked(rows, risks) if told == "look" else []
        rows = forms.settle(rows, risks, before)
        return _look(plan, rows) if told == "look" else _save(plan, rows)
    return _page(plan, forms.settle(forms.change(rows, told, risks), risks, before), risks)


def _page(plan: Plan, rows: list[ItemRow], risks: list[RiskPart]) -> str:
    have = {(row.row, row.measure) for row in rows}
    ticked = set(request.form.getlist("pick"))
    controls = [
        {
            **risk._asdict(),
            "measures": [
                {
                    **one._asdict(),
                    "taken": (risk.id, one.id) in have,
                    "ticked": f"{risk.id}:{one.id}" in ticked,
                }
                for one in risk.measures
            ],
        }
        for risk in risks
    ]
    wrong = forms.first_wrong(rows) if g.get("problem") else None
    return render_template("checks/items.html", plan=plan, items=rows, controls=controls, wrong=wrong)


def _look(plan: Plan, rows: list[ItemRow]) -> str:
    before, after = desk.items_of(actions.revision_of(plan)), forms.read(rows)
    return render_template(
        "checks/items_changes.html",
        plan=plan,
        count=len(after),
        changes=changes(before, after),
        typed=forms.carried(rows),
    )


def _save(plan: Plan, rows: list[ItemRow]) -> Response:
    if request.form.get("looked_at") != str(plan.revision):
        raise Conflict("别人刚刚改过查什么", hint="再看一遍改了什么，再存。")
    made = actions.set_items(plan, forms.read(rows), by=actor())
    flash(f"存好了，第 {made.number} 版，查 {len(rows)} 项")
    return to("plan_page", plan_id=plan.id)
