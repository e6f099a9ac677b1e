"""What the cells of a table or a form tell of its headings."""

from app.cards.schemas import Kind
from app.exchange.reading.headings import Arrangement, Column, head_key, seems_heading
from app.exchange.reading.sections import DataRow, Part, Section
from app.exchange.reading.text import items, marked, ordinal


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
    return [text for at, path in enumerate(part.paths) for text in path if filled[at] or seems_heading(text)]
