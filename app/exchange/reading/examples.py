"""Examples that a form shows its writer are no part of its cards: they are left out, and named."""

import re

from app.exchange.office.blocks import Cell, Document, Para, Row, Table
from app.exchange.reading.desk import Desk
from app.exchange.reading.lost import texts_of

_SHEET = re.compile(r"^(填写|填表)?(示例|样例|范例|举例|例子)(表|页)?[\d(（）)]*$")
_ROW = re.compile(r"^[（(【\[]?(例|示例|样例|范例|举例)[)）】\]]?\s*\d{0,2}\s*([:：]|$)")
_FIRST_CELLS = 2  # 序号 and what follows it


def without_examples(document: Document, desk: Desk) -> Document:
    """The document without its example sheets and the example rows of its tables."""
    sheets = [
        block.where
        for block in document.blocks
        if isinstance(block, Para) and block.where.startswith("工作表") and _SHEET.match(block.text.strip())
    ]
    for where in sheets:
        told = " ".join(text for at, text in texts_of(document) if at.startswith(where) and text not in where)
        desk.warn(
            "example", where, f"这个工作表是示例，没有读。不是示例的话，请改名再传。里面写的是：{told[:300]}"
        )
    kept = [one for one in document.blocks if not one.where.startswith(tuple(sheets))] if sheets else None
    blocks = document.blocks if kept is None else kept
    made = [_table(one, desk) if isinstance(one, Table) else one for one in blocks]
    return Document(made, document.notes)


def _table(table: Table, desk: Desk) -> Table:
    rows = tuple(_row(row, at, desk) for at, row in enumerate(table.rows))
    return Table(rows, table.where, table.within)


def _row(row: Row, at: int, desk: Desk) -> Row:
    """The row, without a word where it is an example: its place in the grid stays."""
    texts = list({cell.at: cell.text.strip() for cell in row.cells if cell.text.strip()}.values())
    if len(texts) < 3 or not any(_ROW.match(text) for text in texts[:_FIRST_CELLS]):
        return row
    desk.warn("example", row.where, f"这一行是示例，没有读：{' '.join(texts)}")
    return Row(tuple(Cell("", (at, to)) for to in range(len(row.cells))), row.where, row.header)
