"""The roster (花名册) as an Excel file: the empty one to fill in, and reading the one that comes back."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from typing import Any

import msgspec
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill

from app.core.errors import Problem
from app.org.models import Post, Unit

COLUMNS = ("姓名", "工号", "手机号", "部门", "班组", "岗位", "入职日期")
NEEDED = ("姓名", "工号")
ALIASES = {
    "手机": "手机号",
    "手机号码": "手机号",
    "电话": "手机号",
    "联系电话": "手机号",
    "员工编号": "工号",
    "车间": "部门",
}
EXAMPLE = ("例：张三", "1001", "13800000000", "破碎车间", "破碎甲班", "一号破碎机操作岗", "2024-03-01")
NOTES = (
    ("姓名", "必填。"),
    ("工号", "必填，一人一个。系统靠工号认人：工号已有的，就是更新这个人。"),
    ("手机号", "可以空着。空着不会删掉已有的手机号。"),
    ("部门", "要和系统里的名称一个字不差。系统里没有的，先去“单位”里加。"),
    ("班组", "没有班组就空着。"),
    ("岗位", "可以空着；兼几个岗位的，用“、”隔开。"),
    ("入职日期", "写成 2024-03-01。空着就算今天。"),
)
MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 8 * 1024 * 1024  # 5,000 rows of 7 columns take about 3
MAX_ENTRIES = 500
MAX_ROWS = 5000
_WIDTH = 30  # columns looked at
_TEXT = "@"  # Excel's format for "this is text", which keeps 0012 from turning into 12


class BadFile(Problem):
    """The file can't be read at all; nothing was looked at further."""

    status = 422
    code = "bad_file"
    message = "这个文件读不了"
    hint = "用 Excel 另存为 .xlsx，再传一次。"


class RosterRow(msgspec.Struct, frozen=True):
    """A row as read: texts only, and what is wrong with its cells."""

    line: int
    name: str = ""
    employee_no: str = ""
    phone: str = ""
    department: str = ""
    team: str = ""
    posts: tuple[str, ...] = ()
    joined: str = ""  # a day, ISO
    problems: tuple[str, ...] = ()


def template(units: Sequence[Unit], posts: Sequence[Post]) -> bytes:
    """The empty roster: an example row, what each column means, and the names to copy from."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "花名册"
    sheet.append(COLUMNS)
    sheet.append(EXAMPLE)
    for letter in "ABCDEFG":
        sheet.column_dimensions[letter].number_format = _TEXT
        sheet.column_dimensions[letter].width = 20
        sheet[f"{letter}1"].font = Font(bold=True)
        sheet[f"{letter}1"].fill = PatternFill("solid", fgColor="E9F6EE")
        sheet[f"{letter}2"].font = Font(italic=True, color="767676")
        sheet[f"{letter}2"].number_format = _TEXT
    sheet.freeze_panes = "A2"
    _list(book, "填写说明", ("列", "怎么填"), [*NOTES, ("例：张三", "第 2 行是例子，不会导入，可以删掉。")])
    _list(book, "单位", ("单位", "种类"), [(one.name, one.kind_name) for one in units])
    _list(book, "岗位", ("岗位", "单位"), [(one.title, one.unit.name) for one in posts])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _list(book: Workbook, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    sheet = book.create_sheet(title)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 60
    for number, row in enumerate([head, *rows], 1):
        for column, text in enumerate(row, 1):
            cell = sheet.cell(number, column, text)
            cell.data_type = "s"  # a name that begins with "=" stays a name


def read(data: bytes) -> list[RosterRow]:
    """The rows of a roster. Raises BadFile where it is no roster, or one made to do harm."""
    _refuse_hostile(data)
    shown, written = _sheet(data, values=True), _sheet(data, values=False)
    if not shown or not written:
        raise BadFile("表里什么都没有", hint="下载空表，填好再传。")
    columns = _columns([_text(value) for value, _ in shown[0]])
    rows = zip(range(2, MAX_ROWS + 3), shown[1:], written[1:], strict=False)
    found = [row for line, values, kinds in rows if (row := _row(line, columns, values, kinds))]
    if not found:
        raise BadFile("表里只有表头，没有人", hint="从第 2 行起一人一行，再传一次。")
    if len(found) > MAX_ROWS:
        raise BadFile(f"一次最多 {MAX_ROWS} 行", hint="分成几个文件传。")
    return found


def _refuse_hostile(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise BadFile("文件太大了，最多 5 MB", hint="删掉图片和多余的表，或者分成几个文件。")
    if not data.startswith(b"PK\x03\x04"):
        raise BadFile("这不是 .xlsx 文件")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise BadFile("文件坏了，打不开") from None
    if len(entries) > MAX_ENTRIES or sum(one.file_size for one in entries) > MAX_UNPACKED:
        raise BadFile("文件展开以后太大了", hint="只留花名册这一张表，再传一次。")
    if "xl/workbook.xml" not in {one.filename for one in entries}:
        raise BadFile("这不是 .xlsx 文件")


Cell = tuple[Any, str]  # value, kind


def _sheet(data: bytes, *, values: bool) -> list[list[Cell]]:
    """The first sheet's cells; `values` gives what formulas came to, else the formulas themselves."""
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=values, keep_links=False)
        with closing(book):
            rows = book.worksheets[0].iter_rows(max_row=MAX_ROWS + 2, max_col=_WIDTH)
            return [[(cell.value, cell.data_type) for cell in row] for row in rows]
    except Exception as error:  # openpyxl raises whatever its parsers raise on a broken or hostile file
        raise BadFile() from error


def _columns(head: list[str]) -> dict[str, int]:
    names = [re.sub(r"[\s*＊]", "", text) for text in head]
    names = [ALIASES.get(name, name) for name in names]
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise BadFile(f"第 1 行没有这些列：{'、'.join(missing)}", hint="下载空表，照着它的表头填。")
    twice = [name for name in COLUMNS if names.count(name) > 1]
    if twice:
        raise BadFile(f"这些列有两个：{'、'.join(twice)}", hint="只留一个，再传一次。")
    return {name: names.index(name) for name in COLUMNS if name in names}


def _row(line: int, columns: dict[str, int], values: list[Cell], written: list[Cell]) -> RosterRow | None:
    cells, problems = {}, []
    for name, place in columns.items():
        value, kind = values[place] if place < len(values) else (None, "n")
        formula = place < len(written) and written[place][1] == "f"
        if kind == "e" or (formula and value is None):
            problems.append(f"{name}是公式，没有算出结果，请直接填内容")
            value = None
        cells[name] = _day(value) if name == "入职日期" else _text(value)
    if not any(cells.values()) and not problems:
        return None
    if cells["姓名"].startswith(("例：", "例:")):
        return None
    return _judged(line, cells, problems)


def _judged(line: int, cells: dict[str, str], problems: list[str]) -> RosterRow:
    number = _narrow(cells["工号"])
    phone = re.sub(r"[\s\-]", "", _narrow(cells.get("手机号", "")))
    problems += _faults(cells["姓名"], number, phone, cells.get("入职日期", ""))
    return RosterRow(
        line=line,
        name=cells["姓名"],
        employee_no=number,
        phone=phone,
        department=cells.get("部门", ""),
        team=cells.get("班组", ""),
        posts=_several(cells.get("岗位", "")),
        joined=cells.get("入职日期", ""),
        problems=tuple(problems),
    )


def _several(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in re.split(r"[、,，;；\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))


def _faults(name: str, number: str, phone: str, joined: str) -> Iterator[str]:
    if not name or len(name) > 50:
        yield "姓名没填" if not name else "姓名太长了"
    if fault := number_fault(number):
        yield fault
    if phone and (fault := phone_fault(phone)):
        yield fault
    if joined and not _is_day(joined):
        yield f"入职日期“{joined[:20]}”看不懂，要写成 2024-03-01"


def number_fault(number: str) -> str:
    """What is wrong with an employee number, or nothing."""
    if not number:
        return "工号没填"
    if not re.fullmatch(r"[\w./-]{1,32}", number):
        return f"工号“{number[:32]}”不对：只能有字母、数字、横线，最多 32 个"
    return ""


def phone_fault(phone: str) -> str:
    """What is wrong with a mobile number, or nothing."""
    return "" if re.fullmatch(r"1[0-9]{10}", phone) else f"手机号“{phone[:20]}”不对：要 11 位数字，1 开头"


def _is_day(text: str) -> bool:
    try:
        return date(1940, 1, 1) <= date.fromisoformat(text)
    except ValueError:
        return False


def _text(value: Any) -> str:
    """A cell as text: 1001.0, as Excel likes to keep a number, is 1001."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = "".join(char for char in str(value) if char.isprintable() or char == "\n")
    return re.sub(r"^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$", "", text)[:200]


def _narrow(text: str) -> str:
    """Full-width digits and letters as ordinary ones; "1001.0" that became text on its way is 1001."""
    return re.sub(r"^(\d+)\.0$", r"\1", unicodedata.normalize("NFKC", text).strip())


def _day(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = _narrow(_text(value))
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", text)
    return f"{parts[1]}-{int(parts[2]):02d}-{int(parts[3]):02d}" if parts else text
