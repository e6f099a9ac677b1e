"""What the server has already of the ops that come in, and of those that wait for them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, bindparam, or_, select

from app.core import db
from app.core.scope import in_scope
from app.sync.models import Op

# Each part by an index of its own. Held to an enterprise as a whole, SQLite would rather walk all of its ops.
_KNOWN = select(Op.id, Op.enterprise_id).where(
    or_(
        Op.op_id.in_(bindparam("named", expanding=True)),
        Op.corrects.in_(bindparam("ids", expanding=True)),
        and_(
            Op.key_id.in_(bindparam("keys", expanding=True)), Op.n.in_(bindparam("numbers", expanding=True))
        ),
        and_(
            Op.enterprise_id.in_(bindparam("enterprises", expanding=True)),
            Op.waits_for.in_(bindparam("created", expanding=True)),
        ),
    )
)
_OPS = select(Op).where(Op.id.in_(bindparam("ids", expanding=True)))


def kept_already(sought: Mapping[str, list[Any]]) -> list[Op]:
    """The ops in the scope with one of these ids (`named`), that correct one of `ids`, that have one of these
    `numbers` of one of these `keys`, or that wait in one of these `enterprises` for one of the ids in `created`.
    """
    with db.everywhere():  # what is another's is left out again below
        found = db.rows(_KNOWN, sought)
    known = [one for one, enterprise_id in found if in_scope(enterprise_id)]
    return list(db.session().scalars(_OPS, {"ids": known})) if known else []
