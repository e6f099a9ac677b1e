"""What an import reads and reports: plain values, no database.

Sources: S19 (the list of posts), S20 (duty rows and the limit of ten).
"""

from typing import Literal

from msgspec import Struct, field


class PastedWarning(Struct, kw_only=True):
    """Something odd that was read all the same. `row` is the number or title it stands under."""

    code: str
    line: int
    row: str
    message: str  # what is odd, and what to do


class Unread(Struct, kw_only=True):
    """Text of a table that could not be given a place (未读入): named, never dropped."""

    line: int
    reason: str
    text: str


class PastedPost(Struct, kw_only=True):
    """A row of the list of posts (岗位清单)."""

    number: int | None
    department: str  # "" = stands under none
    title: str
    line: int


class PastedDuty(Struct, kw_only=True):
    """A duty row (S20); every cell as it was written, line breaks kept."""

    number: str  # 序号
    duty: str  # 安全职责
    standard: str  # 到位标准
    assessment: str  # 考核标准
    rights: str  # 权限与义务
    line: int


class DutyTable(Struct, kw_only=True):
    """The duties of a post (岗位安全生产责任制) or of a department (部门安全生产责任制)."""

    title: str
    of: Literal["post", "department"]
    section: str  # the numbered section it stands in: 综合办公室
    headings: list[str]  # the lines above it as they stand, the title's line last
    summary: str  # the opening paragraph
    rights: str  # the block of 权限与义务, which most tables write once beside the first duty
    duties: list[PastedDuty]
    line: int
    warnings: list[PastedWarning] = field(default_factory=list)


class PastedDocument(Struct, kw_only=True):
    """All that was read from one paste, in the order of the text."""

    posts: list[PastedPost] = field(default_factory=list)
    departments: list[str] = field(default_factory=list)
    duty_tables: list[DutyTable] = field(default_factory=list)
    department_tables: list[DutyTable] = field(default_factory=list)
    warnings: list[PastedWarning] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


class TableReport(Struct, kw_only=True):
    """One duty table in the report."""

    title: str
    duties: int
    warnings: list[PastedWarning]


class ImportReport(Struct, kw_only=True):
    """The counts and warnings of an import, the shape of `--json`."""

    posts: int
    departments: int
    duty_tables: list[TableReport]
    department_tables: list[TableReport]
    warnings: list[PastedWarning]


def report(doc: PastedDocument) -> ImportReport:
    """Count what was read. What was not read stands among the warnings, code `unread`."""
    return ImportReport(
        posts=len(doc.posts),
        departments=len(doc.departments),
        duty_tables=[_table_report(table) for table in doc.duty_tables],
        department_tables=[_table_report(table) for table in doc.department_tables],
        warnings=doc.warnings + [_as_warning(unread) for unread in doc.unread],
    )


def _table_report(table: DutyTable) -> TableReport:
    return TableReport(title=table.title, duties=len(table.duties), warnings=table.warnings)


def _as_warning(unread: Unread) -> PastedWarning:
    return PastedWarning(code="unread", line=unread.line, row=unread.text, message=unread.reason)
