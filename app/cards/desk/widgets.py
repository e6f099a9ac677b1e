"""How a value stands in a form, and how it is read from one. What was not touched stays exactly as it was."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from app.cards.desk.form import GRADE, KEEP, LIST, PICTURE, STATED, TEXT, Field, Group, Part
from app.core.errors import Invalid
from app.risk.matrices import CURRENT, MATRICES, BadScore, grade, stated
from app.risk.schemas import Grade

Taken = dict[str, list[str]]  # part of a field ("" = the field itself) > what stands there, in order
MOST_LINES = 60


class FieldProblem(Invalid):
    """Something does not fit in one field of a form; `field` is its name."""

    def __init__(self, message: str, *, field: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.field = field


def show(field: Field, value: Any) -> Taken:
    """What stands in the form for a value."""
    return _SHOW[field.widget](field, value)


def read(field: Field, taken: Taken, was: Any) -> Any:
    """The value that stands in the form; `was`, word for word, where nothing of it was changed.

    Raises FieldProblem.
    """
    taken = {part: [_newlines(one) for one in held] for part, held in taken.items()}
    if field.widget == GRADE:
        return _read_grade(field, taken, was)
    if taken == show(field, was):
        return was
    return _READ[field.widget](field, taken)


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def clean(field: Field, text: str, label: str, limit: int) -> str:
    """A trimmed text of the form. Raises FieldProblem where it is too long, or no text."""
    text = text.strip()
    if len(text) > limit:
        raise FieldProblem(f"{label}太长了，最多 {limit} 个字，现在 {len(text)} 个", field=field.name)
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in text):
        raise FieldProblem(f"{label}里有不能用的字符", field=field.name, hint="删掉重新打一遍。")
    return text


def _only(taken: Taken, part: str = "") -> str:
    return next(iter(taken.get(part, [])), "")


def _show_text(_field: Field, value: str) -> Taken:
    return {"": [value]}


def _read_text(field: Field, taken: Taken) -> str:
    text = clean(field, _only(taken), field.label, field.limit)
    return text if field.widget == TEXT else " ".join(text.split("\n"))


def _show_list(_field: Field, value: list[str]) -> Taken:
    return {"": ["\n".join(value)]}


def _read_list(field: Field, taken: Taken) -> list[str]:
    lines = [clean(field, one, f"{field.label}里的一行", field.limit) for one in _only(taken).split("\n")]
    return _few(field, [one for one in lines if one])


def _few(field: Field, found: list[Any], most: int = MOST_LINES) -> list[Any]:
    if len(found) > most:
        raise FieldProblem(f"{field.label}太多了，最多 {most} 条，现在 {len(found)} 条", field=field.name)
    return found


def _read_choice(field: Field, taken: Taken) -> str:
    return _chosen(field, _only(taken), field.label, field.choices)


def _chosen(field: Field, value: str, label: str, choices: Mapping[str, str]) -> str:
    if value not in choices:
        raise FieldProblem(f"{label}没有这一项", field=field.name, hint="重新选一次。")
    return value


def _show_ticks(_field: Field, value: list[str]) -> Taken:
    return {"": list(value), "more": [""]}


def _read_ticks(field: Field, taken: Taken) -> list[str]:
    typed = re.split(r"[、，,；;\n]", _only(taken, "more"))
    found = [clean(field, one, field.label, field.limit) for one in (*taken.get("", ()), *typed)]
    return _few(field, list(dict.fromkeys(one for one in found if one)))


def _show_group(field: Field, value: list[Any]) -> Taken:
    group = _group(field)
    columns = {part.name: [_told(getattr(one, part.name)) for one in value] for part in group.parts}
    return {"": [""], **{name: held for name, held in columns.items() if held}}


def _told(value: str | bool) -> str:
    return value if isinstance(value, str) else "in" if value else "out"


def _group(field: Field) -> Group:
    assert field.group is not None
    return field.group


def _read_group(field: Field, taken: Taken) -> list[Any]:
    group = _group(field)
    found = []
    for place, texts in enumerate(items_of(group, taken), 1):
        if any(texts[part.name].strip() for part in group.parts if _is_said(part)):
            found.append(group.struct(**_read_item(field, group, texts, place)))
    return _few(field, found, group.most)


def _is_said(part: Part) -> bool:
    """Whether a part is written by hand: a choice alone, or an id, makes no step."""
    return part.widget in {"line", "text"}


def _read_item(field: Field, group: Group, texts: Mapping[str, str], place: int) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for part in group.parts:
        label = f"{field.label}第 {place} {group.word}的{part.label}"
        text = clean(field, texts[part.name], label, part.limit)
        if part.choices:
            text = _chosen(field, text, label, part.choices)
        values[part.name] = text == "in" if part.name == "inside" else text
    if group.has_ids:
        values["id"] = values["id"] or f"n{place}"
    return values


def items_of(group: Group, taken: Taken) -> list[dict[str, str]]:
    """The things of a group, each with a text for every part."""
    count = max((len(taken.get(part.name, ())) for part in group.parts), default=0)
    return [
        {part.name: _at(taken.get(part.name, []), at, part) for part in group.parts} for at in range(count)
    ]


def _at(held: list[str], at: int, part: Part) -> str:
    return held[at] if at < len(held) else next(iter(part.choices), "")


def _show_extra(_field: Field, value: dict[str, str]) -> Taken:
    return {"": [""], **({"name": list(value), "text": list(value.values())} if value else {})}


def _read_extra(field: Field, taken: Taken) -> dict[str, str]:
    pairs = zip(taken.get("name", ()), taken.get("text", ()), strict=False)
    read = [(clean(field, name, "栏名", 100), clean(field, text, name, field.limit)) for name, text in pairs]
    return dict(_few(field, [(name, text) for name, text in read if name and text]))


def _show_grade(_field: Field, value: Grade | None) -> Taken:
    shown: Taken = {"method": [method_shown(value)], "level": [""]}
    for matrix in (MATRICES[one] for one in CURRENT.values()):
        chosen = value.inputs if value and method_shown(value) == matrix.method else {}
        for factor in matrix.factors:
            shown[f"{matrix.method}.{factor}"] = [f"{chosen[factor]:g}" if factor in chosen else ""]
    if value and method_shown(value) == STATED:
        shown["level"] = [str(value.level)]
    return shown


def method_shown(value: Grade | None) -> str:
    """How the form calls what a grade was made with; KEEP for one that it can't make again."""
    if value is None:
        return ""
    if value.method == STATED and not value.inputs and value == stated(value.level):
        return STATED
    return value.method if _is_current(value) else KEEP


def _is_current(value: Grade) -> bool:
    try:
        return grade(value.method, value.inputs) == value
    except BadScore:
        return False


def _read_grade(field: Field, taken: Taken, was: Grade | None) -> Grade | None:
    method = _only(taken, "method")
    if method == "":
        return None
    if method == KEEP and was is not None:
        return was
    made = _stated(field, taken) if method == STATED else _scored(field, taken, method)
    return was if made == was else made


def _stated(field: Field, taken: Taken) -> Grade:
    level = _only(taken, "level")
    if not level:
        raise FieldProblem(f"{field.label}还没选等级", field=field.name, hint="选一个等级，选好就存。")
    try:
        return stated(int(level))
    except ValueError:  # BadScore is one, too
        raise FieldProblem(f"{field.label}没有这个等级", field=field.name, hint="重新选一次。") from None


def _scored(field: Field, taken: Taken, method: str) -> Grade:
    matrix = MATRICES.get(CURRENT.get(method, ""))
    if matrix is None:
        raise FieldProblem(f"{field.label}要重新选评价方法", field=field.name)
    given = {factor: _only(taken, f"{method}.{factor}") for factor in matrix.factors}
    lacking = "、".join(factor for factor, text in given.items() if not text)
    if lacking:
        hint = "选好就存；不评就选“不评”。"
        raise FieldProblem(f"{field.label}还差 {lacking} 没选", field=field.name, hint=hint)
    # The numbers as the matrix writes them, so that the same choice is the same row.
    known = {factor: {f"{one:g}": one for one in values} for factor, values in matrix.factors.items()}
    try:
        return grade(method, {factor: known[factor].get(text, -1) for factor, text in given.items()})
    except BadScore as wrong:
        raise FieldProblem(f"{field.label}：{wrong}", field=field.name) from None


_SHOW: dict[str, Callable[[Field, Any], Taken]] = {
    "line": _show_text,
    TEXT: _show_text,
    "hidden": _show_text,
    PICTURE: _show_text,
    "choice": _show_text,
    LIST: _show_list,
    "ticks": _show_ticks,
    "group": _show_group,
    "extra": _show_extra,
    GRADE: _show_grade,
}
_READ: dict[str, Callable[[Field, Taken], Any]] = {
    "line": _read_text,
    TEXT: _read_text,
    "hidden": _read_text,
    PICTURE: _read_text,
    "choice": _read_choice,
    LIST: _read_list,
    "ticks": _read_ticks,
    "group": _read_group,
    "extra": _read_extra,
}
