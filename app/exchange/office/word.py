"""Reading a .docx: paragraphs and tables in their order, headers first, footers last."""

from collections import deque
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from app.exchange.office.blocks import Document, Para, Table
from app.exchange.office.limits import MAX_COLUMNS, MAX_PLACES, broken
from app.exchange.office.markup import whole
from app.exchange.office.noting import Notes, is_page_number, quote
from app.exchange.office.numbering import Numbering
from app.exchange.office.package import Package
from app.exchange.office.word_styles import Styles, is_on, outline_level, read_styles, value
from app.exchange.office.word_tables import RawCell, RawRow, grid
from app.exchange.office.word_text import DELETED, INSERTED, Reader, chosen, settle_control

WHOLE = "整个文件"
_TOLD = {
    "picture": "这里有图片，图片里的字读不了。要紧的字请打进来。",
    "chart": "这里有图表，里面的字读不了。",
    "embedded": "这里嵌了别的文件，没有读。要紧的请拷进来。",
    "hidden_text": "这里有隐藏的字，没有读。",
    "struck": "这里有划掉的字，照样读了。不要的请删掉。",
    "text_box": "这里有文本框，里面的字放在后面另外读了。",
}


def read_word(package: Package, main: str) -> Document:
    """All blocks of a Word file. Raises Problem for one that can't be read."""
    relations = package.relations(main)
    parts = {one.kind: one.target for one in relations if package.has(one.target)}
    styles = read_styles(_part(package, parts.get("styles")))
    story = _Story(styles, Numbering(_part(package, parts.get("numbering")), styles))
    root = package.tree(main)
    body = root.find("w:body")
    if body is None:
        raise broken()
    targets = {one.id: one.target for one in relations if package.has(one.target)}
    story.page_edges(package, root, "w:headerReference", targets, "页眉")
    story.read(body)
    story.page_edges(package, root, "w:footerReference", targets, "页脚")
    story.tell_counts()
    return Document(story.blocks, story.notes.all)


def _part(package: Package, name: str | None) -> Element | None:
    return package.tree(name) if name else None


class _Story:
    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self.styles, self.numbering = styles, numbering
        self.reader = Reader(styles)
        self.notes = Notes()
        self.blocks: list[Para | Table] = []
        self.later: deque[Element] = deque()  # text boxes and tables within what is being read
        self.carried: list[str] = []  # text whose paragraph's end is deleted: it goes on in the next one
        self.paragraphs = self.tables = self.comments = self.footnotes = 0
        self.places = MAX_PLACES

    def read(self, parent: Element, place: str = "") -> None:
        """All blocks of a part; `place` is what its paragraphs are called where nobody counts them."""
        for child in self._inside(parent):
            if child.tag == "w:p":
                self._paragraph(child, place)
            elif child.tag == "w:tbl":
                self._table(child)
            self._read_later(place)
        if self.carried:
            self._paragraph(Element("w:p"), place)

    def page_edges(
        self, package: Package, root: Element, reference: str, targets: dict[str, str], place: str
    ) -> None:
        """Headers or footers, each line once, without the numbers of pages."""
        named = dict.fromkeys(targets.get(one.get("r:id", ""), "") for one in root.iter(reference))
        texts: list[str] = []
        for name in filter(None, named):
            texts += self._edge(package.tree(name), place)
            self._read_later(place)
        self.blocks += [Para(text, place) for text in dict.fromkeys(texts) if not is_page_number(text)]

    def _edge(self, parent: Element, place: str) -> Iterator[str]:
        for child in self._inside(parent):
            if child.tag == "w:p":
                yield "".join(self._labelled(child, place))
            elif child.tag == "w:tr":
                yield "\t".join(" ".join(self._edge(cell, place)) for cell in self._inside(child)).strip()
            else:
                yield from self._edge(child, place)

    def tell_counts(self) -> None:
        """What was left out all over the file."""
        if self.comments:
            self.notes.add("comments", WHOLE, f"有 {self.comments} 条批注，没有读。")
        if self.footnotes:
            self.notes.add("footnotes", WHOLE, f"有 {self.footnotes} 条脚注或尾注，没有读。")

    def _inside(self, parent: Element) -> Iterator[Element]:
        """The paragraphs, tables, rows or cells in an element, whatever is wrapped around them."""
        for child in parent:
            tag = child.tag
            if tag in {"w:p", "w:tbl", "w:tr", "w:tc"}:
                yield child
            elif tag == "w:sdt":
                settle_control(child)
                yield from self._inside(child)
            elif tag in {"w:sdtContent", "w:customXml", "w:smartTag"} or tag in INSERTED:
                yield from self._inside(child)
            elif tag == "mc:AlternateContent":
                of = chosen(child)
                yield from self._inside(of) if of is not None else ()
            elif tag in DELETED:
                self._tracked()
            elif tag in {"w:altChunk", "w:subDoc"}:
                self.notes.add("embedded", WHOLE, _TOLD["embedded"])

    def _tracked(self) -> None:
        self.notes.add("tracked_changes", WHOLE, "有没定下来的修订：加的字读了，删的字没有读。")

    def _paragraph(self, paragraph: Element, place: str) -> None:
        where = place or f"第 {self.paragraphs + 1} 段"
        label, text = self._labelled(paragraph, where)
        if not text:
            return
        if not place:
            self.paragraphs += 1
        properties = paragraph.find("w:pPr")
        style = value(properties, "w:pStyle") or ""
        if self.styles.contents(style):
            self.notes.add("contents", WHOLE, "目录没有读。")
            return
        outline = value(properties, "w:outlineLvl")
        heading = self.styles.heading(style) if outline is None else outline_level(outline)
        self.blocks.append(Para(label + text, where, heading))

    def _labelled(self, paragraph: Element, where: str) -> tuple[str, str]:
        """A paragraph's number and its text; what else is in it is noted."""
        properties = paragraph.find("w:pPr")
        text = self.reader.text(paragraph)
        self._tell(where)
        mark = properties.find("w:rPr") if properties is not None else None
        if mark is not None and any(mark.find(tag) is not None for tag in DELETED):
            self._tracked()
            self.carried.append(text)
            return "", ""
        text = "".join([*self.carried, text])
        self.carried.clear()
        style = value(properties, "w:pStyle") or ""
        return self.numbering.label(properties, style), self.notes.text(text, where)

    def _tell(self, where: str) -> None:
        seen = self.reader.seen
        self.comments += seen.comments
        self.footnotes += seen.footnotes
        self.later.extend(seen.boxes)
        for code in sorted(seen.codes | ({"text_box"} if seen.boxes else set())):
            if code == "tracked_changes":
                self._tracked()
            else:
                self.notes.add(code, where, _TOLD[code])

    def _read_later(self, place: str = "") -> None:
        while self.later:
            element = self.later.popleft()
            if element.tag == "w:tbl":
                self._table(element, within=True)
                continue
            waiting, self.later = self.later, deque()
            self.read(element, place or "文本框")
            self.later = waiting

    def _table(self, table: Element, *, within: bool = False) -> None:
        self.tables += 1
        where = f"第 {self.tables} 个表"
        lines = [
            (row, f"{where}第 {number} 行")
            for number, row in enumerate((one for one in self._inside(table) if one.tag == "w:tr"), 1)
        ]
        lines = [(row, place) for row, place in lines if not self._is_left_out(row, place)]
        if self._is_frame([row for row, _ in lines]):
            for cell, place in ((cell, place) for row, place in lines for cell in self._cells(row)):
                self.read(cell, place)
            return
        found = grid([self._row(row, place) for row, place in lines], self.places)
        self.places -= sum(len(row.cells) for row in found)
        self.notes.spend_merged(found)
        if found:
            self.blocks.append(Table(found, where, within))

    def _cells(self, row: Element) -> list[Element]:
        return [one for one in self._inside(row) if one.tag == "w:tc"]

    def _is_frame(self, rows: list[Element]) -> bool:
        """Whether a table only holds other tables in their places on the page, with their titles."""
        framed = False
        for row in rows:
            filled = [cell for cell in self._cells(row) if next(cell.iter("w:t"), None) is not None]
            holders = [cell for cell in filled if any(one.tag == "w:tbl" for one in self._inside(cell))]
            if len(filled) > 1 and len(holders) < len(filled):
                return False
            framed = framed or bool(holders)
        return framed

    def _is_left_out(self, row: Element, where: str) -> bool:
        properties = row.find("w:trPr")
        if properties is not None and properties.find("w:del") is not None:
            self._tracked()
            return True
        if properties is not None and properties.find("w:ins") is not None:
            self._tracked()
        if is_on(properties, "w:hidden"):
            self.notes.add("hidden_row", where, "这一行是隐藏的，没有读。")
            return True
        return False

    def _row(self, row: Element, where: str) -> RawRow:
        properties = row.find("w:trPr")
        before = min(max(whole(value(properties, "w:gridBefore")), 0), MAX_COLUMNS)
        cells = [self._cell(one, where) for one in self._cells(row)]
        return RawRow(where, cells, before, is_on(properties, "w:tblHeader"))

    def _cell(self, cell: Element, where: str) -> RawCell:
        properties = cell.find("w:tcPr")
        down, along = _merge(properties, "w:vMerge"), _merge(properties, "w:hMerge")
        span = min(max(whole(value(properties, "w:gridSpan"), 1), 1), MAX_COLUMNS)
        further = down == "continue" or along == "continue"
        text = self._further(cell, where) if further else "\n".join(self._lines(cell, where))
        if properties is not None and properties.find("w:cellDel") is not None:
            self._tracked()
            text = ""
        return RawCell(text, span, bool(down), down == "continue", along == "continue")

    def _further(self, cell: Element, where: str) -> str:
        """Text that Word hides in the further part of a merged cell; its numbers are not counted."""
        texts = []
        for child in self._inside(cell):
            if child.tag == "w:p":
                texts.append(self.reader.text(child))
                self._tell(where)
            else:
                self._nested(child, where)
        text = "\n".join(filter(str.strip, texts))
        if text:
            self.notes.add("hidden_text", where, f"合并的格子里藏着字，没有读：{quote(text)}")
        return ""

    def _lines(self, parent: Element, where: str) -> Iterator[str]:
        """The paragraphs of a cell; tables in it are read after it."""
        for child in self._inside(parent):
            if child.tag == "w:p":
                label, text = self._labelled(child, where)
                if label or text:
                    yield (label + text).strip()
            else:
                self._nested(child, where)
        if self.carried:
            yield "".join(self._labelled(Element("w:p"), where))

    def _nested(self, table: Element, where: str) -> None:
        if table.tag == "w:tbl":
            self.notes.add("nested_table", where, "格子里还有一张表，放在后面另外读了。")
            self.later.append(table)


def _merge(properties: Element | None, name: str) -> str:
    found = properties.find(name) if properties is not None else None
    return found.get("w:val", "continue") if found is not None else ""
