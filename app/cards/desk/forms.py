"""A row or a head in a form: shown as it is stored, shown as it was typed, read from what was typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid5

from werkzeug.datastructures import MultiDict

from app.cards.desk.form import EXTRA, FIELDS, TICKS, Field, Group, head_fields
from app.cards.desk.widgets import Taken, items_of, read, show
from app.cards.schemas import BODY_OF, Body, Head, Kind
from app.core.ids import new_id, parse_id

Form = MultiDict[str, str]


@dataclass(frozen=True)
class Box:
    """A field as it stands in the form."""

    field: Field
    taken: Taken

    @property
    def text(self) -> str:
        """What stands in it, where it is one text."""
        return next(iter(self.taken.get("", [])), "")

    @property
    def items(self) -> list[dict[str, str]]:
        """The things of a group, or the columns of the form's own."""
        if self.field.widget == EXTRA:
            pairs = zip(self.taken.get("name", ()), self.taken.get("text", ()), strict=False)
            return [{"name": name, "text": text} for name, text in pairs]
        return items_of(self.field.group, self.taken) if self.field.group else []

    @property
    def options(self) -> list[str]:
        """What may be ticked: first what is, in its order."""
        ticked = self.taken.get("", []) if self.field.widget == TICKS else []
        return [*ticked, *(one for one in self.field.choices if one not in ticked)]

    @property
    def says(self) -> bool:
        """Whether anything stands in it."""
        return any(text for part, held in self.taken.items() for text in held if part != "name")


def empty(kind: Kind) -> Body:
    """A row that says nothing yet."""
    nothing: dict[str, Any] = {one.name: "" for one in FIELDS[kind] if one.needed and one.group is None}
    return BODY_OF[kind](**nothing)


def shown(fields: Sequence[Field], said: Body | Head) -> list[Box]:
    """The form of what is stored."""
    return [Box(one, show(one, getattr(said, one.name))) for one in fields]


def typed(fields: Sequence[Field], form: Form) -> list[Box]:
    """The form as it was typed."""
    return [Box(one, taken(one, form)) for one in fields]


def taken(field: Field, form: Form) -> Taken:
    """What a form holds of a field; nothing where it does not have it."""
    whole = {"": form.getlist(field.name)} if field.name in form else {}
    dotted = f"{field.name}."
    return whole | {key.removeprefix(dotted): form.getlist(key) for key in form if key.startswith(dotted)}


def read_row(kind: Kind, form: Form, was: Body) -> Body:
    """The row that was typed, over what it `was`: what the form does not hold stays. Raises FieldProblem."""
    return BODY_OF[kind](**_read(FIELDS[kind], form, was))


def read_head(kind: Kind, form: Form, was: Head) -> Head:
    """The head that was typed, over what it `was`. Raises FieldProblem."""
    kept = {name: getattr(was, name) for name in Head.__struct_fields__}
    return Head(**(kept | _read(head_fields(kind, was), form, was)))


def _read(fields: Sequence[Field], form: Form, was: Body | Head) -> dict[str, Any]:
    found = {}
    for one in fields:
        held, before = taken(one, form), getattr(was, one.name)
        found[one.name] = read(one, held, before) if held else before
    return found


def changed(fields: Sequence[Field], form: Form, told: str) -> Form:
    """The form after a button of a group was pressed without a script: "steps:add", "steps:up:2", "steps:out:2"."""
    name, _, act = told.partition(":")
    field = next((one for one in fields if one.name == name and one.group), None)
    if field is None or field.group is None:
        return form
    items = items_of(field.group, taken(field, form))
    items = _moved(items, act, field.group)
    made = MultiDict((key, one) for key, one in form.items(multi=True) if not key.startswith(f"{name}."))
    for item in items:
        for part, text in item.items():
            made.add(f"{name}.{part}", text)
    return made


def _moved(items: list[dict[str, str]], act: str, group: Group) -> list[dict[str, str]]:
    verb, _, number = act.partition(":")
    at = int(number) if number.isdecimal() and int(number) < len(items) else -1
    if verb == "add":
        return [*items, blank(group)]
    if at < 0:
        return items
    kept = items[:at] + items[at + 1 :]
    return kept if verb == "out" else [*kept[: max(at - 1, 0)], items[at], *kept[max(at - 1, 0) :]]


def blank(group: Group) -> dict[str, str]:
    """A thing of a group that says nothing yet, with an identity of its own."""
    found = {part.name: next(iter(part.choices), "") for part in group.parts}
    return found | ({"id": str(new_id())} if group.has_ids else {})


def renamed(body: Body, identity: str) -> Body:
    """The same row for a new identity: what it holds gets identities of its own, the same each time it is asked."""
    space = parse_id(identity)
    assert space is not None
    whole: dict[str, Any] = {name: getattr(body, name) for name in body.__struct_fields__}
    for one in ("steps", "measures"):
        if one in whole:
            whole[one] = [_with_id(item, str(uuid5(space, item.id))) for item in whole[one]]
    return type(body)(**whole)


def _with_id(item: Any, identity: str) -> Any:
    return type(item)(**{name: getattr(item, name) for name in item.__struct_fields__} | {"id": identity})
