"""What is due in the browser tests: a check of three items at the crusher, all day."""

from app.checks import actions as checks
from app.checks.models import Completer, Cycle, Plan
from app.checks.schemas import PlanItem, ValueRule
from tests.world import DAY, World

TITLE = "班前检查"
GUARD, HEAT, ROPE = "护罩装好，螺栓拧紧", "轴承不烫", "拉绳一拉就停"
ITEMS = [
    PlanItem(id="guard", text=GUARD),
    PlanItem(id="heat", text=HEAT, value=ValueRule(name="测到多少度", unit="度", high=75)),
    PlanItem(id="rope", text=ROPE),
]


def plan_at(world: World) -> Plan:
    """A plan of three items, due all day at the crusher."""
    terms = checks.Terms(
        title=TITLE, cycle=Cycle.DAY, completer=Completer.ANYONE, valid_from=DAY, asks_scan=False
    )
    made = checks.add_plan(unit=world.crusher.unit, post=world.crusher, terms=terms, by=None)
    checks.set_items(made, ITEMS, by=None)
    checks.switch_on(made, by=None)
    return made
