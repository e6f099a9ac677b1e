"""Where one row may be split into two: between the sentences of a field, or between its measures or steps. Pure."""

import re
from dataclasses import dataclass
from typing import Any

from app.cards.desk.form import FIELDS, Field
from app.cards.desk.forms import renamed
from app.cards.schemas import Body, Kind
from app.core.errors import Invalid

CUT = {  # the fields of a row that hold several things, the likeliest first
    Kind.EMERGENCY: ("steps", "name"),
    Kind.RISK: ("hazard", "measures"),
    Kind.OPERATION: ("procedure", "standard", "forbidden"),
    Kind.DUTY: ("duty", "standard"),
}
# A sentence with what ends it; 、 too, for duties are strung together by it.
_PIECE = re.compile(r"[^\n；;。，,、]+[\n；;。，,、]*|[\n；;。，,、]+")


@dataclass(frozen=True)
class Cut:
    """A field that may be cut, and its pieces."""

    field: Field
    pieces: list[str]


def cuts(kind: Kind, body: Body) -> list[Cut]:
    """The fields of a row that hold at least two things."""
    by_name = {one.name: one for one in FIELDS[kind]}
    found = [Cut(by_name[name], _pieces(getattr(body, name))) for name in CUT[kind]]
    return [one for one in found if len(one.pieces) > 1]


def split(kind: Kind, body: Body, where: str, new: str) -> tuple[Body, Body]:
    """Two rows of one, cut at "field:piece": the second begins with that piece. All else stands in both.

    What the second row holds gets identities of its own. Raises Invalid where it can't be cut there.
    """
    name, _, number = where.partition(":")
    found = next((one for one in cuts(kind, body) if one.field.name == name), None)
    at = int(number) if number.isdecimal() else 0
    if found is None or not 0 < at < len(found.pieces):
        raise Invalid("还没选从哪里分开", hint="点一下第二行从哪一句开始。")
    first, second = _halves(getattr(body, name), found.pieces, at)
    return _with(body, name, first), renamed(_with(body, name, second), new)


def _pieces(value: Any) -> list[str]:
    if isinstance(value, str):
        return [one for one in _PIECE.findall(value) if one.strip()]
    return [one if isinstance(one, str) else _said(one) for one in value]


def _said(item: Any) -> str:
    return "：".join(
        filter(None, (getattr(item, "who", ""), getattr(item, "act", "") or getattr(item, "text", "")))
    )


def _halves(value: Any, pieces: list[str], at: int) -> tuple[Any, Any]:
    if not isinstance(value, str):
        return value[:at], value[at:]
    return "".join(pieces[:at]).strip().rstrip("；;，,、"), "".join(pieces[at:]).strip()


def _with(body: Body, name: str, value: Any) -> Body:
    whole: dict[str, Any] = {one: getattr(body, one) for one in body.__struct_fields__}
    return type(body)(**(whole | {name: value}))
