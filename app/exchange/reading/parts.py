"""What the cells of a table or a form tell of its headings."""

from app.exchange.reading.headings import Arrangement, Column, head_key, seems_heading
from app.exchange.reading.sections import Part, Section
from app.exchange.reading.text import ordinal


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


def headings_of(part: Part) -> list[str]:
    """The headings of a table that mean something, or head something."""
    filled = [any(row.texts[at] for row in part.rows) for at in range(len(part.paths))]
    return [text for at, path in enumerate(part.paths) for text in path if filled[at] or seems_heading(text)]
