"""The list of posts (岗位清单) from its cells: department, number, title (S19)."""

from collections.abc import Collection, Iterator

from app.exchange.pasted_cells import Cell, first_text_line, is_blank, number_of, squash, verbatim
from app.exchange.pasted_tables import Table
from app.exchange.schemas import PastedPost, PastedWarning, Unread

ODD_TITLES = ("待定", "学员", "借调人员")
BRACKETS = str.maketrans("", "", "()[]【】《》<>〔〕\"'“”‘’-_·.,、，。:;")
MANY = 20  # rows named one by one; the rest as a count


def posts_of(table: Table) -> tuple[list[PastedPost], list[Unread]]:
    """Rows in order. An empty first cell means the department above; a row is found by its number."""
    return _Rows(table).read()


class _Rows:
    def __init__(self, table: Table) -> None:
        self.cells = table.cells
        self.before = table.columns.index("number")  # cells of a row that stand before its number
        self.after = [column for column in table.columns[self.before + 1 :]]
        self.columns = table.columns
        self.department = ""
        self.posts: list[PastedPost] = []
        self.unread: list[Unread] = []

    def read(self) -> tuple[list[PastedPost], list[Unread]]:
        _cut_loose(self.cells, self.unread)
        at = 0
        for start, number, end in self.spans():
            self.stray(self.cells[at:start])
            self.row(self.cells[start:number], self.cells[number:end])
            at = end
        self.stray(self.cells[at:])
        return self.posts, self.unread

    def spans(self) -> Iterator[tuple[int, int, int]]:
        """Where each numbered row starts, where its number stands, and where it ends."""
        free = 0
        for at, cell in enumerate(self.cells):
            if at < free or number_of(cell.text) is None:
                continue
            start = at - 1 if self.before and at > free and self.belongs(at) else at
            end = min(at + 1 + len(self.after), len(self.cells))
            while end > at + 1 and number_of(self.cells[end - 1].text) is not None and end - at > 2:
                end -= 1
            free = self.within_line(at, end)
            yield start, at, free

    def belongs(self, at: int) -> bool:
        """Whether the cell before a number is that row's first: not one too many of the line above."""
        return self.cells[at - 1].fresh or not self.cells[at].fresh

    def within_line(self, at: int, end: int) -> int:
        """The row's end, earlier where a row on one line is short of cells."""
        one_line = at + 1 < end and not self.cells[at + 1].fresh
        return next((i for i in range(at + 1, end) if one_line and self.cells[i].fresh), end)

    def row(self, first: list[Cell], rest: list[Cell]) -> None:
        named = dict(zip(self.columns[: self.before], first, strict=False))
        following = rest[1:]
        columns = self.after[-len(following) :] if len(following) < len(self.after) else self.after
        named |= dict(zip(columns, following, strict=False))
        title = named["title"].text.strip() if "title" in named else ""
        self.enter(named.get("department"))
        if not title:
            reason = "这一行有序号，没有岗位名称，没有读入。请补上岗位名称。"
            self.unread.append(Unread(line=rest[0].line, reason=reason, text=verbatim(first + rest)))
            return
        number = number_of(rest[0].text)
        self.add(number, title, (first or rest)[0])

    def enter(self, department: Cell | None) -> None:
        if department is not None and department.text.strip():
            self.department = department.text.strip()

    def add(self, number: int | None, title: str, cell: Cell) -> None:
        self.posts.append(
            PastedPost(number=number, department=self.department, title=title, line=first_text_line([cell]))
        )

    def stray(self, cells: list[Cell]) -> None:
        """Cells that no number claims: a row whose number is empty, or cells too many."""
        if is_blank(cells):
            return
        blank_number = len(cells) == len(self.columns) == 3 and not cells[self.before].text.strip()
        named = dict(zip(self.columns, cells, strict=False))
        if blank_number and cells[0].fresh and named["title"].text.strip():
            self.enter(named.get("department"))
            self.add(None, named["title"].text.strip(), cells[0])
            return
        reason = "岗位清单里多出来的文字，看不出属于哪一行，没有读入。请核对。"
        self.unread.append(Unread(line=first_text_line(cells), reason=reason, text=verbatim(cells)))
