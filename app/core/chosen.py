"""The id that a phone chose, offline, for what it made."""

from uuid import UUID

from sqlalchemy import select

from app.core import db
from app.core.errors import Conflict, Invalid
from app.core.ids import parse_id
from app.core.memo import is_hopeful
from app.core.tables import Owned


def chosen_id(text: str, kind: type[Owned]) -> UUID:
    """The id in `text`, free for a new row of `kind`.

    Raises Invalid `bad_id` where it is none, Conflict `id_taken` where a row of any enterprise has it.
    """
    found = parse_id(text)
    if found is None:
        raise Invalid("这条记录的编号不对", code="bad_id")
    if is_hopeful():  # a taken id is then found out when the row is written
        return found
    with db.everywhere():  # an id is taken whoever has taken it
        if db.session().scalar(select(kind.id).where(kind.id == found)) is not None:
            raise Conflict("这个编号已经有一条记录了", code="id_taken")
    return found
