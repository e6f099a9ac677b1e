"""Reading a .xlsx, straight from its XML: openpyxl would lose merged cells, or believe what a sheet claims to hold."""

import re
from xml.etree.ElementTree import Element

from app.exchange.office.blocks import Document, Para, Table
from app.exchange.office.excel_grid import Grid
from app.exchange.office.excel_sheet import Book, Sheet, column_name, place_of, read_sheet
from app.exchange.office.excel_styles import Strings, read_cell_styles, read_strings
from app.exchange.office.limits import MAX_PLACES, broken
from app.exchange.office.markup import each
from app.exchange.office.noting import Notes, clean, is_page_number, ranges
from app.exchange.office.package import Package, Relation

_HIDDEN = {"hidden", "veryHidden"}
_EDGE_CODE = re.compile(r'&"[^"]*"|&K[0-9A-Fa-f]{6}|&[0-9]{1,3}|&[A-Za-z]')
_EDGE_PART = re.compile(r"&[LCR]")


def read_workbook(package: Package, main: str) -> Document:
    """All blocks of an Excel file. Raises Problem for one that can't be read."""
    root = package.tree(main)
    relations = {one.id: one for one in package.relations(main)}
    parts = {one.kind: one.target for one in relations.values() if package.has(one.target)}
    notes = Notes()
    strings = (
        read_strings(package.read(parts["sharedStrings"]), package.budget)
        if "sharedStrings" in parts
        else Strings()
    )
    styles = read_cell_styles(package.tree(parts["styles"]) if "styles" in parts else None)
    properties = root.find("x:workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in {"1", "true"}
    reader = _Workbook(package, Book(strings, styles, from_1904, package.budget, notes))
    sheets = list(each(root.find("x:sheets"), "x:sheet"))
    if not sheets:
        raise broken()
    for one in sheets:
        reader.sheet(one, relations.get(one.get("r:id", "")))
    return Document(reader.blocks, notes.all)


class _Workbook:
    def __init__(self, package: Package, book: Book) -> None:
        self.package, self.book, self.notes = package, book, book.notes
        self.blocks: list[Para | Table] = []
        self.places = MAX_PLACES

    def sheet(self, listed: Element, relation: Relation | None) -> None:
        """One sheet, as the workbook lists it."""
        name = clean(listed.get("name", ""))
        where = f"工作表“{name}”"
        if listed.get("state") in _HIDDEN:
            self.notes.add("hidden_sheet", where, "这个工作表是隐藏的，没有读。要读的话，先取消隐藏。")
        elif relation is None or not self.package.has(relation.target):
            raise broken()
        elif relation.kind != "worksheet":
            self.notes.add("chart", where, "这里只有图表，没有读。")
        else:
            self._read(relation.target, name, where)

    def _read(self, part: str, name: str, where: str) -> None:
        sheet = read_sheet(self.package.read(part), self.book, where)
        found: list[Para | Table] = self._edge(sheet, "页眉", where)
        if sheet.cells:
            found.append(self._table(sheet, where))
        found += [Para(text, f"{where}的文本框") for text in self._beside(part, where)]
        found += self._edge(sheet, "页脚", where)
        self._tell(sheet, where)
        if found:
            self.blocks += [Para(name, where), *found]

    def _table(self, sheet: Sheet, where: str) -> Table:
        grid = Grid(sheet, self.places)
        rows = grid.rows(where)
        self.places -= sum(len(row.cells) for row in rows)
        self.notes.spend_merged(rows)
        if grid.covered:
            self._rows("hidden_text", where, grid.covered, "合并的格子里藏着字，没有读。")
        return Table(rows, where)

    def _edge(self, sheet: Sheet, edge: str, where: str) -> list[Para | Table]:
        lines = (clean(_EDGE_CODE.sub("", one)) for one in _EDGE_PART.split(sheet.edges.get(edge, "")))
        texts = [one.replace("&&", "&") for one in lines if one and not is_page_number(one)]
        return [Para(self.notes.text(one, where), f"{where}的{edge}") for one in texts]

    def _tell(self, sheet: Sheet, where: str) -> None:
        used = {row for row, _ in sheet.cells}
        self._rows("hidden_row", where, sheet.hidden_rows & used, "是隐藏的，也读了。")
        self._rows(
            "formula",
            where,
            sheet.unworked,
            "有公式，文件里没有算好的结果，读成空的。用 Excel 打开存一下再传。",
        )
        self._rows("error_value", where, sheet.faulty, "有算错的公式（#REF! 之类），读成空的。")
        self._rows("picture", where, sheet.pictures, "的格子里是图片，图片里的字读不了。")
        columns = {column for _, column in sheet.cells}
        hidden = {
            one for one in columns for first, last in sheet.hidden_columns[:1000] if first <= one <= last
        }
        if hidden:
            named = "、".join(column_name(one) for one in sorted(hidden)[:10])
            self.notes.add("hidden_column", where, f"{named} 列是隐藏的，也读了。")

    def _rows(self, code: str, where: str, rows: set[int], message: str) -> None:
        if rows:
            self.notes.add(code, where, f"第 {ranges(rows)} 行{message}")

    def _beside(self, part: str, where: str) -> list[str]:
        """What lies over a sheet: it is named; text boxes are read."""
        texts: dict[str, None] = {}
        for one in self.package.relations(part):
            if one.kind == "comments" and self.package.has(one.target):
                self._rows("comments", where, self._commented(one.target), "有批注，没有读。")
            elif one.kind == "ctrlProp":
                self.notes.add("control", where, "有勾选框之类的控件，勾没勾读不了。请在格子里打 √。")
            elif one.kind in {"oleObject", "package"}:
                self.notes.add("embedded", where, "嵌了别的文件，没有读。要紧的请拷进来。")
            elif one.kind == "drawing" and self.package.has(one.target):
                texts |= dict.fromkeys(self._drawn(self.package.tree(one.target), where))
        return list(texts)

    def _commented(self, part: str) -> set[int]:
        places = (place_of(one.get("ref", "")) for one in self.package.tree(part).iter("x:comment"))
        return {place[0] for place in places if place}

    def _drawn(self, drawing: Element, where: str) -> list[str]:
        if next(drawing.iter("xdr:pic"), None) is not None:
            self.notes.add("picture", where, "有图片，图片里的字读不了。要紧的字请打进格子。")
        if next(drawing.iter("xdr:graphicFrame"), None) is not None:
            self.notes.add("chart", where, "有图表，没有读。")
        texts = []
        for body in drawing.iter("xdr:txBody"):
            lines = ("".join(run.text or "" for run in one.iter("a:t")) for one in body.iter("a:p"))
            text = self.notes.text("\n".join(lines), where)
            if text:
                texts.append(text)
        if texts:
            self.notes.add("text_box", where, "有文本框，里面的字放在表后面另外读了。")
        return texts
