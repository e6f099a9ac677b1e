"""Our own sheets read back: what we wrote comes back exactly, what was filled in by hand as far as it is clear. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from app.cards.schemas import Body, Head, Kind, body_from
from app.exchange.office.blocks import Row, Table
from app.exchange.reading.desk import Desk
from app.exchange.reading.schemas import Option, ReadCard, ReadRow
from app.exchange.writing.cells import unescaped
from app.exchange.writing.columns import (
    EMPTY,
    GRADES,
    HEAD,
    IDENTITY,
    MEASURES,
    NAMES_OF_SHEETS,
    NOTE,
    POST,
    ROWS,
    SIGNATURE,
    STEPS,
    TAILS,
    UNIT,
    Column,
)
from app.exchange.writing.grades import grade_back, level_of
from app.risk.matrices import BadScore

ABOVE = "above"
CHOICES = {"phase": ("前", "中", "后"), "step": ("做", "确认", "呼叫")}
NEEDED = {
    Kind.EMERGENCY: ("name",),
    Kind.RISK: ("point", "hazard"),
    Kind.OPERATION: ("procedure",),
    Kind.DUTY: ("duty",),
}
MEASURE = next(one for one in ROWS[Kind.RISK] if one.field == "measures")
KIND_OF = {f"{SIGNATURE}｜{name}": kind for kind, name in NAMES_OF_SHEETS.items()}


@dataclass
class Line:
    """A filled line of a sheet: heading > text, and where it stands."""

    cells: dict[str, str]
    where: str
    kind: Kind
    other: dict[str, str] = field(default_factory=dict)  # columns that are not ours

    def text(self, head: str) -> str:
        """What stands under a heading."""
        return self.cells.get(head, "")

    @property
    def ours(self) -> bool:
        """Whether we wrote it, for its identity is there."""
        return bool(self.text(IDENTITY) or self.text(TAILS.get(self.kind, IDENTITY)))


def kind_of(table: Table) -> Kind | None:
    """The kind of card that one of our own sheets holds; None for any other table."""
    first = table.rows[0].cells[0].text if table.rows and table.rows[0].cells else ""
    return next((kind for start, kind in KIND_OF.items() if first.startswith(start)), None)


def read_table(table: Table, kind: Kind, desk: Desk) -> list[ReadCard]:
    """The cards of one of our sheets, in the order in which they begin."""
    found: dict[tuple[str, str], list[Line]] = {}
    for line in _placed(list(_lines(table, kind)), table.where, desk):
        found.setdefault((line.text(UNIT), line.text(POST)), []).append(line)
    cards = (_card(kind, unit, post, own, desk) for (unit, post), own in found.items())
    lacks = _lacking(table, kind)
    return [msgspec.structs.replace(one, lacks=lacks) for one in cards if one is not None]


def _lacking(table: Table, kind: Kind) -> list[str]:
    """The fields whose columns somebody took out of one of our sheets: these are not said, and not emptied either."""
    heads = {one.text for one in table.rows[1].cells} if len(table.rows) > 1 else set()
    found = [one.field for one in ROWS[kind] if one.head not in heads]
    if kind is Kind.RISK:
        found += [one.field for one in GRADES if not heads & set(one.heads)]
    if kind is Kind.EMERGENCY:
        found += [f"step.{one.field}" for one in STEPS if one.head not in heads]
    return found + [f"head.{one.field}" for one in HEAD if one.head not in heads]


def _lines(table: Table, kind: Kind) -> Iterator[Line]:
    heads = [one.text for one in table.rows[1].cells] if len(table.rows) > 1 else []
    known = _known(kind)
    for row in table.rows[2:]:
        texts = _texts(row)
        if any(texts) and texts[0] != NOTE:
            pairs = [(head, text) for head, text in zip(heads, texts, strict=False) if text]
            other = {
                head or f"第 {at} 列": text for at, (head, text) in enumerate(pairs, 1) if head not in known
            }
            yield Line({head: text for head, text in pairs if head in known}, row.where, kind, other)


def _texts(row: Row) -> list[str]:
    return [one.text for one in row.cells]


def _known(kind: Kind) -> set[str]:
    steps = [one.head for one in STEPS] if kind is Kind.EMERGENCY else []
    grades = [head for one in GRADES for head in one.heads] if kind is Kind.RISK else []
    columns = [one.head for one in (*ROWS[kind], *HEAD)]
    return {UNIT, POST, IDENTITY, *([TAILS[kind]] if kind in TAILS else []), *columns, *steps, *grades}


def _placed(lines: list[Line], where: str, desk: Desk) -> list[Line]:
    """Lines without a post are asked about, once a sheet: whether they belong to the post above."""
    bare = [line for line in lines if not line.text(POST)]
    if not bare:
        return lines
    first = bare[0].where
    ask = f"{len(bare)} 行没写岗位（从{first}起）。和上一行是同一个岗位吗？"
    options = [
        Option(value=ABOVE, label="是，和上一行一样"),
        Option(value="skip", label="不是，这些行不导入"),
    ]
    answer = desk.ask(f"above:{where}", first, ask, options)
    above: dict[str, str] = {}
    kept = []
    for line in lines:
        if line.text(POST):
            above = {head: line.text(head) for head in (UNIT, POST)}
        elif answer == ABOVE and above:
            line.cells |= above
        else:
            desk.unread(line.where, " ".join(line.cells.values()), "没写岗位")
            continue
        kept.append(line)
    return kept


def _card(kind: Kind, unit: str, post: str, lines: list[Line], desk: Desk) -> ReadCard | None:
    card = ReadCard(post=unescaped(post), kind=kind, where=lines[0].where, unit=unescaped(unit))
    card.head = _head(lines, desk)
    if kind is Kind.EMERGENCY:
        card.rows = _scenarios(lines, card.post, desk)
    else:
        card.rows = [_row(line, desk) for line in lines if _says(line)]
    if not card.rows and all(line.text(IDENTITY) != EMPTY for line in lines):
        desk.warn("empty", card.where, f"“{card.post}”的{NAMES_OF_SHEETS[kind]}没有内容，没有读入。")
        return None
    return card


def _says(line: Line) -> bool:
    """Whether a line holds a row, and not only the head of its card."""
    if line.text(IDENTITY) == EMPTY:
        return False
    heads = {one.head for one in HEAD} | {UNIT, POST}
    return bool(line.other) or any(head not in heads for head in line.cells)


def _head(lines: list[Line], desk: Desk) -> Head:
    """The head stands in the first of the lines that holds some of it; what differs below is named."""
    said = next((line for line in lines if any(line.text(one.head) for one in HEAD)), None)
    if said is None:
        return Head()
    ours = said.ours
    for line in lines:
        for column in HEAD:
            text = line.text(column.head)
            if text and text != said.text(column.head):
                desk.unread(line.where, text, f"“{column.head}”要写在这张卡的第一行")
    values = {one.field: one.form.back(said.text(one.head), ours) for one in HEAD if said.text(one.head)}
    return msgspec.convert(values, Head)


def _row(line: Line, desk: Desk) -> ReadRow:
    said = _said(ROWS[line.kind], line, desk)
    if line.kind is Kind.RISK:
        said |= _risk(line, desk)
    return _read(line, said)


def _read(line: Line, said: dict[str, Any]) -> ReadRow:
    body: Body = body_from(line.kind, dict.fromkeys(NEEDED[line.kind], "") | said)
    return ReadRow(where=line.where, body=body, id=unescaped(line.text(IDENTITY)))


def _said(columns: tuple[Column, ...], line: Line, desk: Desk) -> dict[str, Any]:
    said = {
        one.field: one.form.back(line.text(one.head), line.ours) for one in columns if line.text(one.head)
    }
    for name, choices in CHOICES.items():
        if isinstance(said.get(name), str) and said[name] not in choices and line.kind is Kind.OPERATION:
            said[name] = _choice(said[name], choices, line, desk)
    extra = {key: text for key, text in line.other.items() if key not in said.get("extra", {})}
    if extra:
        said["extra"] = said.get("extra", {}) | extra
    return said


def _choice(text: str, choices: tuple[str, ...], line: Line, desk: Desk) -> str:
    found = [one for one in choices if one in text]
    if len(found) == 1 and len(text) <= 4:
        return found[0]
    desk.unread(line.where, text, f"只能写{'、'.join(choices)}")
    return ""


def _risk(line: Line, desk: Desk) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for columns in GRADES:
        cells = tuple(line.text(head) for head in columns.heads)
        try:
            found = grade_back(*cells)
        except BadScore as error:
            desk.unread(line.where, " ".join(filter(None, cells)), f"{error}。还没定级")
            continue
        if found is not None:
            said[columns.field] = msgspec.to_builtins(found)
            told = level_of(cells[2])
            if told is not None and told != found.level:
                desk.warn("level", line.where, f"写的是“{cells[2]}”，按评分算是 {found.level} 级，按算的来。")
    measures = MEASURE.form.back(line.text(MEASURE.head), line.ours)
    ids = [unescaped(one) for one in line.text(TAILS[Kind.RISK]).split("\n")]
    ids = ids if len(ids) == len(measures) else [""] * len(measures)
    said["measures"] = [_measure(text, identity) for text, identity in zip(measures, ids, strict=True)]
    return said


def _measure(text: str, identity: str) -> dict[str, str]:
    kind, colon, rest = text.partition("：")
    if colon and (kind in MEASURES or not kind):
        return {"id": identity, "text": rest, "kind": kind}
    return {"id": identity, "text": text}


def _scenarios(lines: list[Line], post: str, desk: Desk) -> list[ReadRow]:
    """Lines with the same name, one after another, are the steps of one accident; an identity begins the next."""
    groups: list[list[Line]] = []
    name = ROWS[Kind.EMERGENCY][0].head
    for line in lines:
        if not _says(line):
            continue
        begins = line.text(IDENTITY) or (line.text(name) and not _continues(line, groups, name))
        if begins or not groups:
            groups.append([])
        groups[-1].append(line)
    return [_scenario(group, post, desk) for group in groups]


def _continues(line: Line, groups: list[list[Line]], name: str) -> bool:
    return bool(groups) and groups[-1][0].text(name) == line.text(name)


def _scenario(lines: list[Line], post: str, desk: Desk) -> ReadRow:
    said = _said(ROWS[Kind.EMERGENCY], lines[0], desk)
    for line in lines[1:]:
        for key, value in _said(ROWS[Kind.EMERGENCY], line, desk).items():
            said[key] = _joined(said.get(key), value)
    steps = [_step(line, post, desk) for line in lines]
    said["steps"] = [step for step in steps if step]
    return _read(lines[0], said)


def _joined(first: Any, more: Any) -> Any:
    """What further lines of an accident add: more items of a list; a text stays as the first line has it."""
    if isinstance(more, list):
        return [*(first or []), *more]
    if isinstance(more, dict):
        return {**more, **(first or {})}
    return first or more


def _step(line: Line, post: str, desk: Desk) -> dict[str, str]:
    said: Mapping[str, str] = _said(STEPS, line, desk) if any(line.text(one.head) for one in STEPS) else {}
    identity = unescaped(line.text(TAILS[Kind.EMERGENCY]))
    said = {key: value for key, value in said.items() if key != "extra"}
    if not said and not identity:
        return {}
    if not said.get("who") and not line.ours:
        desk.warn("who", line.where, f"没写谁去做，先写成“{post}”。")
        said["who"] = post
    return {"who": "", "act": "", **said, "id": identity}
