"""What the cells of a table or a form tell of its headings."""

from dataclasses import replace

from app.cards.schemas import Kind
from app.exchange.office.blocks import Row
from app.exchange.reading.emergencies import is_doer
from app.exchange.reading.headings import Arrangement, Column, Path, exact, head_key, plain, seems_heading
from app.exchange.reading.labels import MEASURES
from app.exchange.reading.sections import DataRow, Part, Section
from app.exchange.reading.text import items, marked, ordinal

_DULL = ("名称", "类型", "类别", "内容", "项目")  # what stands under 风险点 and says no more


def counted(arranged: Arrangement, part: Part) -> Arrangement:
    """A column called 步骤 that holds nothing but numbers counts the rows."""
    columns = [
        Column(one.at, one.name, "number")
        if one.field in ("procedure", "phase", "steps", "act", "task", "duty") and _counts(part, one.at)
        else one
        for one in arranged.columns
    ]
    return Arrangement(arranged.kind, columns, arranged.score)


def _counts(part: Part, at: int) -> bool:
    texts = [row.texts[at] for row in part.rows if row.texts[at]]
    return bool(texts) and all(ordinal(text) is not None for text in texts)


def kinds_aside(arranged: Arrangement, part: Part) -> Arrangement:
    """A column of kinds, 工程技术 and 管理 below each other, says of each control beside it what kind it is."""
    own = [one for one in arranged.columns if _names_kinds(part, one.at)]
    measures = [one for one in arranged.of("measures") if not one.kind and one not in own]
    if arranged.kind is not Kind.RISK or len(own) != 1 or len(measures) != 1:
        return arranged
    at, to, kind = own[0].at, measures[0].at, ""
    for row in part.rows:
        kind = row.texts[at] or (kind if row.held[at] else "")
        row.texts[at] = ""
        row.texts[to] = f"{kind}：{row.texts[to]}" if kind and row.texts[to] else row.texts[to]
    columns = [replace(one, field="") if one in own else one for one in arranged.columns]
    return Arrangement(arranged.kind, columns, arranged.score)


def _names_kinds(part: Part, at: int) -> bool:
    texts = [plain(row.texts[at]) for row in part.rows if row.texts[at]]
    return len(texts) > 1 and all(text in MEASURES for text in texts)


def done_by(arranged: Arrangement, part: Part) -> Arrangement:
    """Of two columns under 处置程序 the first may name who does what stands in the second."""
    first = arranged.of("act")
    texts = [row.texts[one.at] for one in first for row in part.rows if row.texts[one.at]]
    if arranged.kind is not Kind.EMERGENCY or arranged.of("who") or not texts or not all(map(is_doer, texts)):
        return arranged
    meant = {"act": "who", "how": "steps"}
    columns = [replace(one, field=meant.get(one.field, one.field)) for one in arranged.columns]
    return Arrangement(arranged.kind, columns, arranged.score)


def named_by_form(section: Section) -> None:
    """A form's own lines for post and department are the section's, where they name one."""
    for entry in section.entries:
        key = head_key(entry.label)
        if key == "post" and len(entry.values) == 1:
            section.post = entry.values[0]
        elif key == "unit" and len(entry.values) == 1:
            section.unit = entry.values[0]


def without_twins(part: Part) -> None:
    """A heading merged over columns of which the further ones are empty stands over one."""
    for at in range(len(part.paths) - 1, 0, -1):
        if (
            part.paths[at]
            and part.paths[at] == part.paths[at - 1]
            and not any(r.texts[at] for r in part.rows)
        ):
            part.paths[at] = ()


def apart(arranged: Arrangement, part: Part) -> None:
    """Duties that a cell numbers are rows of their own, if what stands beside them is numbered as far."""
    main = next((one.at for one in arranged.columns if one.field == "duty"), None)
    if arranged.kind is not Kind.DUTY or main is None:
        return
    whole = {one.at for one in arranged.columns if one.field not in ("duty", "standard", "assessment")}
    rows: list[DataRow] = []
    for row in part.rows:
        split = [_numbered(text) if at not in whole else [text] for at, text in enumerate(row.texts)]
        count = len(split[main])
        if count < 2 or any(
            len(one) != count for at, one in enumerate(split) if at not in whole and one != [""]
        ):
            rows.append(row)
            continue
        for nth in range(count):
            texts = [one[nth] if len(one) == count else one[0] for one in split]
            rows.append(DataRow(row.where, texts, row.held if nth == 0 else [False] * len(texts), row.group))
    part.rows = rows


def _numbered(text: str) -> list[str]:
    return items(text) if marked(text)[0] else [text]


def headings_of(part: Part) -> list[str]:
    """The headings of a table that mean something, or head something."""
    filled = [any(row.texts[at] for row in part.rows) for at in range(len(part.paths))]
    return [
        text
        for at, path in enumerate(part.paths)
        for depth, text in enumerate(path)
        if seems_heading(text) or text in _DULL or (filled[at] and depth == 0)
    ]


def goes_on(last: Part, paths: list[Path], below: tuple[Row, ...]) -> bool:
    """Whether the numbers of a table go on where those of the one above end."""
    column = next(
        (at for at, path in enumerate(paths) if path and exact(Kind.RISK, path[-1]) == "number"), None
    )
    if column is None or not last.rows:
        return False
    ended = next((n for row in reversed(last.rows) if (n := ordinal(row.texts[column]))), None)
    begins = next((n for row in below if (n := ordinal(row.cells[column].text))), None)
    return ended is not None and begins is not None and begins == ended + 1
