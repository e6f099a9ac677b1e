"""Where a file says what its levels mean: in notes, in paragraphs, and in a table of levels and colours."""

import re

from app.exchange.office.blocks import Document, Row, Table
from app.exchange.pasted_cells import squash
from app.exchange.reading.levels import Scales, written
from app.exchange.reading.lost import texts_of

_LEVEL_HEADING = re.compile(r"等级|级别|分级")


def teach(scales: Scales, document: Document) -> None:
    """Let the scales learn from the whole document."""
    scales.learn(text for _, text in texts_of(document) if len(text) < 4000)
    for block in document.blocks:
        if isinstance(block, Table):
            _table(scales, block)


def _table(scales: Scales, table: Table) -> None:
    """Rows that hold one level of the scale and one in clear words: Ⅱ级 | 较大风险 | 橙."""
    columns: set[int] = set()
    for row in table.rows:
        texts = [squash(cell.text) for cell in row.cells]
        columns |= {at for at, text in enumerate(texts) if len(text) < 12 and _LEVEL_HEADING.search(text)}
        _row(scales, row, columns)


def _row(scales: Scales, row: Row, columns: set[int]) -> None:
    texts = {
        cell.at: (at, cell.text) for at, cell in reversed(list(enumerate(row.cells))) if cell.text.strip()
    }
    tokens, levels = set(), set()
    for at, text in texts.values():
        said = written(text) if len(squash(text)) <= 10 else None
        if said is None:
            continue
        sure = at in columns or "级" in text or "等" in text
        if len(said.tokens) == 1 and not said.levels and sure:
            tokens.add(said.tokens[0])
        elif len(said.levels) == 1 and not said.tokens:
            levels.add(said.levels[0])
    if len(tokens) == 1 and len(levels) == 1:
        scales.teach(tokens.pop(), levels.pop())
