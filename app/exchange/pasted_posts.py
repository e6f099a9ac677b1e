"""The list of posts (岗位清单) from its cells: department, number, title (S19)."""

from app.exchange.pasted_cells import Cell, first_text_line, is_blank, number_of, verbatim
from app.exchange.pasted_tables import Table, text_after_blank
from app.exchange.schemas import PastedPost, Unread

LOOSE = "这行文字夹在岗位清单中间，不属于任何一行，没有读入。"
NO_TITLE = "这一行有序号，没有岗位名称，没有读入。请补上岗位名称。"
STRAY = "岗位清单里多出来的文字，看不出属于哪一行，没有读入。请核对。"


def posts_of(table: Table) -> tuple[list[PastedPost], list[Unread]]:
    """Rows in order. An empty first cell means the department above; a row is found by its number."""
    return _Rows(table).read()


class _Rows:
    def __init__(self, table: Table) -> None:
        self.cells = table.cells
        self.columns = table.columns
        self.before = table.columns.index("number")  # 1 where the department stands first, else 0
        self.after = table.columns[self.before + 1 :]
        self.department = ""
        self.posts: list[PastedPost] = []
        self.unread: list[Unread] = []

    def read(self) -> tuple[list[PastedPost], list[Unread]]:
        self.cut_loose()
        free = 0
        for at, cell in enumerate(self.cells):
            if at < free or number_of(cell.text) is None:
                continue
            start = self.start(at, free)
            self.stray(self.cells[free:start])
            free = self.end(at)
            self.row(self.cells[start:at], cell, self.cells[at + 1 : free])
        self.stray(self.cells[free:])
        return self.posts, self.unread

    def cut_loose(self) -> None:
        """Lines below a blank line, in the middle of the list, are no part of the title above them."""
        for cell in self.cells:
            line = text_after_blank(cell) if "\n" in cell.text else None
            for number, text in cell.cut(line) if line is not None else ():
                self.unread.append(Unread(line=number, reason=LOOSE, text=text.strip()))

    def start(self, at: int, free: int) -> int:
        """A cell just before a number is its department, unless it is one too many of the line above."""
        if self.before and at > free and (self.cells[at - 1].fresh or not self.cells[at].fresh):
            return at - 1
        return at

    def end(self, at: int) -> int:
        """A row ends with its last column, with the next number, or with its line if it stands on one."""
        limit = min(at + 1 + len(self.after), len(self.cells))
        one_line = at + 1 < limit and not self.cells[at + 1].fresh
        for end in range(at + 1, limit):
            if number_of(self.cells[end].text) is not None or (one_line and self.cells[end].fresh):
                return end
        return limit

    def row(self, first: list[Cell], number: Cell, rest: list[Cell]) -> None:
        named = dict(zip(self.columns[: self.before], first, strict=False))
        columns = self.after[len(self.after) - len(rest) :] if self.after[-1] == "title" else self.after
        named |= dict(zip(columns, rest, strict=False))
        whole = [*first, number, *rest]
        if not self.add(named, number_of(number.text), number.line):
            self.unread.append(Unread(line=number.line, reason=NO_TITLE, text=verbatim(whole)))

    def add(self, named: dict[str, Cell], number: int | None, line: int) -> bool:
        if "department" in named:
            self.department = named["department"].text.strip() or self.department
        title = named["title"].text.strip() if "title" in named else ""
        if title:
            post = PastedPost(number=number, department=self.department, title=title, line=line)
            self.posts.append(post)
        return bool(title)

    def stray(self, cells: list[Cell]) -> None:
        """Cells that no number claims: a row whose number is empty, or cells too many."""
        if is_blank(cells):
            return
        whole = len(cells) == len(self.columns) and cells[0].fresh and not cells[self.before].text.strip()
        named = dict(zip(self.columns, cells, strict=False)) if whole else {}
        if not self.add(named, None, first_text_line(cells)):
            self.unread.append(Unread(line=first_text_line(cells), reason=STRAY, text=verbatim(cells)))
