"""Reads text pasted from Word tables: the list of posts (岗位清单) and tables of duties (责任制), S19–S21.

Nothing is repaired, merged or guessed. A cell's text is kept as it is written; what is odd is a warning; what
has no place is unread, with its line and the reason.
"""

from collections import Counter
from collections.abc import Collection

from app.exchange.pasted_cells import LINE_END, cells_of, squash
from app.exchange.pasted_duties import duties_of
from app.exchange.pasted_headings import caption
from app.exchange.pasted_match import propose
from app.exchange.pasted_posts import posts_of
from app.exchange.pasted_tables import Table, tables_of
from app.exchange.pasted_warnings import duty_warnings, post_warnings
from app.exchange.schemas import DutyTable, PastedDocument, PastedWarning

DUTY_LIMIT = 10  # S20
ODD_TITLES = ("待定", "学员", "借调人员")
COMPARISONS = 100_000  # of titles for proposals, in one paste: more would keep people waiting
NOTHING = "没有找到可以读的表格"
HINT = "请连表头一起粘贴：岗位清单要有“部门/单位、序号、岗位”，职责表要有“序号、安全职责”。"


class PastedError(ValueError):
    """Nothing in a paste can be read. `line` is where its text begins, `reason` says why, in Chinese."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"第 {line} 行：{reason}")
        self.line = line
        self.reason = reason


def read_pasted(
    text: str, *, duty_limit: int = DUTY_LIMIT, odd_titles: Collection[str] = ODD_TITLES
) -> PastedDocument:
    """All posts and duties of `text`, with warnings and what was left unread. Lines count from 1.

    Raises PastedError only where there is no table at all. Rules: S19, S20 (`duty_limit`), S21 (months).
    """
    cells = cells_of(text)
    tables, unread = tables_of(cells)
    if not tables:
        raise _nothing(text)
    doc = PastedDocument(unread=unread)
    section = ""
    for table in tables:
        if table.kind == "posts":
            _add_posts(doc, table)
        else:
            section = _add_duties(doc, table, section, duty_limit)
    doc.departments = list(dict.fromkeys(post.department for post in doc.posts if post.department))
    doc.warnings = post_warnings(doc.posts, odd_titles)
    _warn_of_titles(doc)
    doc.unread.sort(key=lambda one: one.line)
    return doc


def _nothing(text: str) -> PastedError:
    lines = LINE_END.split(text.removeprefix("\ufeff"))
    line = next((number for number, line in enumerate(lines, 1) if line.strip()), 0)
    return PastedError(line, f"{NOTHING}。{HINT}") if line else PastedError(1, "没有粘贴任何文字。")


def _add_posts(doc: PastedDocument, table: Table) -> None:
    posts, unread = posts_of(table)
    doc.posts += posts
    doc.unread += unread


def _add_duties(doc: PastedDocument, table: Table, section: str, duty_limit: int) -> str:
    """Add a table of duties; return the section it stands in, which holds until the next one begins."""
    above = caption(table.above, section)
    duties, unread = duties_of(table)
    plain = not {"standard", "assessment", "rights"} & set(table.columns)
    read = DutyTable(
        title=above.title or (above.section if plain else ""),
        of=above.owner or ("department" if plain else "post"),
        section=above.section,
        headings=above.headings,
        summary=above.summary,
        rights="\n".join(dict.fromkeys(duty.rights for duty in duties if duty.rights)),
        duties=duties,
        line=above.line or table.line,
    )
    read.warnings = list(duty_warnings(read, table.columns, table.cells, duty_limit))
    (doc.duty_tables if read.of == "post" else doc.department_tables).append(read)
    doc.unread += unread
    return above.section


def _warn_of_titles(doc: PastedDocument) -> None:
    """Compare the tables' titles with the list, where the paste holds one."""
    titles = [post.title for post in doc.posts]
    for tables, listed, what in (
        (doc.duty_tables, titles, "岗位"),
        (doc.department_tables, doc.departments, "部门"),
    ):
        known = Counter(map(squash, listed))
        names = list(dict.fromkeys(listed))
        affordable = COMPARISONS // len(names) if names else 0
        for table in tables if names else ():
            count = known[squash(table.title)]
            if count > 1:
                table.warnings.append(_ambiguous(table, count, what))
            elif table.title and not count:
                near = propose(table.title, names) if affordable > 0 else []
                affordable -= 1
                table.warnings.append(_unmatched(table, near, what))
        for table in tables:
            table.warnings.sort(key=lambda warning: warning.line)


def _ambiguous(table: DutyTable, count: int, what: str) -> PastedWarning:
    message = f"岗位清单里有 {count} 个“{table.title}”。请选择这张职责表属于哪一个{what}。"
    return PastedWarning(code="title_ambiguous", line=table.line, row=table.title, message=message)


def _unmatched(table: DutyTable, near: list[str], what: str) -> PastedWarning:
    names = "、".join(f"“{one}”" for one in near)
    hint = f"相近的有{names}。" if near else ""
    message = f"岗位清单里没有叫“{table.title}”的{what}。{hint}请选择对应的{what}，或新建。不会自动合并。"
    code = "title_unmatched" if table.of == "post" else "department_unmatched"
    return PastedWarning(code=code, line=table.line, row=table.title, message=message)
