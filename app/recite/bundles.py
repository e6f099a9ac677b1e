"""What a person's phones hold of that person's practice."""

from app.access.models import Account
from app.recite.queries import memories, rules_for
from app.recite.schemas import ReciteBundle


def recite_bundle(account: Account) -> ReciteBundle:
    """The bundle of an account: so a second phone goes on where the first stopped."""
    return ReciteBundle(id=str(account.id), rules=rules_for(account), memories=memories(account.id))
