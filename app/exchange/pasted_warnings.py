"""What is odd in pasted posts and duties. Nothing is repaired: each warning names its line and asks."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator

from app.exchange.pasted_cells import Cell, number_of, squash
from app.exchange.schemas import DutyTable, PastedDuty, PastedPost, PastedWarning

BRACKETS = str.maketrans("", "", "()[]{}<>【】《》〈〉〔〕「」\"'“”‘’-_·.,、，。:;")
MONTHLESS = re.compile(r"每年[ \u3000]?月?份")
NAMES = {"duty": "安全职责", "standard": "到位标准", "assessment": "考核标准"}


def post_warnings(posts: list[PastedPost], odd_titles: Collection[str]) -> list[PastedWarning]:
    """Warnings of the list of posts, in the order of its rows."""
    found = [
        *_numbers(posts),
        *(warning for post in posts for warning in _single(post, odd_titles)),
        *_repeated(posts),
        *_look_alikes(posts),
    ]
    return sorted(found, key=lambda warning: warning.line)


def duty_warnings(
    table: DutyTable, columns: list[str], cells: list[Cell], duty_limit: int
) -> Iterator[PastedWarning]:
    """Warnings of one table of duties, taken alone. `duty_limit` (S20: ten) is for posts, not departments."""
    if not table.title:
        whose = "岗位" if table.of == "post" else "部门"
        yield _warn(
            "no_title", table.line, "", f"这张职责表上面没有找到{whose}名称。请选择它属于哪个{whose}。"
        )
    if not table.duties:
        yield _warn("no_duties", table.line, table.title, "这张表只有表头，没有读到职责。请检查粘贴的内容。")
    if table.of == "post" and len(table.duties) > duty_limit:
        over = table.duties[duty_limit]
        message = f"“{table.title}”有 {len(table.duties)} 条职责，规定不超过 {duty_limit} 条。请合并或删减。"
        yield _warn("too_many_duties", over.line, over.number, message)
    yield from _duty_numbers(table.duties)
    yield from _empty_cells(table.duties, columns)
    yield from _monthless(table.duties, cells)


def _warn(code: str, line: int, row: str, message: str) -> PastedWarning:
    return PastedWarning(code=code, line=line, row=row, message=message)


def _row(post: PastedPost) -> str:
    return str(post.number) if post.number is not None else post.title


def _single(post: PastedPost, odd_titles: Collection[str]) -> Iterator[PastedWarning]:
    if post.number is None:
        message = f"“{post.title}”没有序号，仍作为一个岗位读入。请核对。"
        yield _warn("no_number", post.line, post.title, message)
    if not post.department:
        message = f"“{post.title}”没有写部门。请选择部门，或确认它不属于任何部门。"
        yield _warn("no_department", post.line, _row(post), message)
    if squash(post.title) in odd_titles:
        message = f"“{post.title}”不像岗位名称。请确认要不要建这个岗位。"
        yield _warn("odd_title", post.line, _row(post), message)
    if "\n" in post.title:
        message = f"岗位名称“{squash(post.title)}”占了几行，可能是两行连在了一起。请核对。"
        yield _warn("broken_title", post.line, _row(post), message)


def _numbers(posts: list[PastedPost]) -> Iterator[PastedWarning]:
    """Skips and repeats; a list may count afresh within each department."""
    department: str | None = None
    rows: list[tuple[int, int]] = []
    for post in posts:
        if post.number == 1 and post.department != department:
            yield from _sequence(rows)
            rows = []
        department = post.department
        if post.number is not None:
            rows.append((post.number, post.line))
    yield from _sequence(rows)


def _duty_numbers(duties: list[PastedDuty]) -> Iterator[PastedWarning]:
    return _sequence((number_of(duty.number) or 0, duty.line) for duty in duties)


def _sequence(rows: Iterable[tuple[int, int]]) -> Iterator[PastedWarning]:
    """Rows of (number, line): what is skipped, repeated, or out of order."""
    seen: dict[int, int] = {}
    last = 0
    for number, line in rows:
        row = str(number)
        if number in seen:
            message = f"序号 {number} 重复了，第 {seen[number]} 行已有。两行都读入了，请核对。"
            yield _warn("number_repeated", line, row, message)
        elif number < last:
            message = f"序号 {number} 排在 {last} 后面，顺序不对。请核对。"
            yield _warn("number_order", line, row, message)
        elif number > last + 1:
            gap = str(last + 1) if number == last + 2 else f"{last + 1}–{number - 1}"
            message = f"序号从 {last} 跳到 {number}，缺 {gap}。请核对原文是不是漏了。"
            yield _warn("number_skipped", line, row, message)
        seen.setdefault(number, line)
        last = max(last, number)


def _repeated(posts: list[PastedPost]) -> Iterator[PastedWarning]:
    first: dict[tuple[str, str], PastedPost] = {}
    for post in posts:
        other = first.setdefault((post.department, squash(post.title)), post)
        if other is not post:
            message = f"“{post.title}”在同一个部门里重复了，第 {other.line} 行已有。请确认是不是同一个岗位。"
            yield _warn("title_repeated", post.line, _row(post), message)


def _look_alikes(posts: list[PastedPost]) -> Iterator[PastedWarning]:
    """Titles of a department that differ by brackets, punctuation or a final digit only: 区长, 区长1."""
    first: dict[tuple[str, str], PastedPost] = {}
    for post in posts:
        plain = squash(post.title)
        other = first.setdefault((post.department, plain.translate(BRACKETS).rstrip("0123456789")), post)
        if squash(other.title) != plain:
            message = f"“{post.title}”和第 {other.line} 行的“{other.title}”很像。两个都读入了，请确认。"
            yield _warn("look_alike", post.line, _row(post), message)


def _empty_cells(duties: list[PastedDuty], columns: list[str]) -> Iterator[PastedWarning]:
    for duty in duties:
        empty = [name for key, name in NAMES.items() if key in columns and not getattr(duty, key)]
        if empty:
            message = f"序号 {duty.number} 的{'、'.join(empty)}是空的。请补上，或确认不需要。"
            yield _warn("empty_cell", duty.line, duty.number, message)


def _monthless(duties: list[PastedDuty], cells: list[Cell]) -> Iterator[PastedWarning]:
    """每年份: a yearly duty whose month was lost (S21). It is not guessed."""
    starts = [duty.line for duty in duties]
    for cell in cells:
        for line, text in cell.lines() if "份" in cell.text else ():
            at = bisect_right(starts, line) - 1
            if at >= 0 and MONTHLESS.search(text):
                message = "写了“每年份”，没有写几月份。请补上月份，否则排不出计划。"
                yield _warn("month_missing", line, duties[at].number, message)
