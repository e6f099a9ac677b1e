"""Rows of a table: their distinct cells, which of them are headings, and the path of headings over each column."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.cards.schemas import Kind
from app.exchange.office.blocks import Row
from app.exchange.pasted_cells import squash
from app.exchange.reading.headings import (
    LONGEST,
    Path,
    by_keyword,
    exact,
    factor_of,
    head_key,
    is_contact_list,
    is_heading,
    seems_heading,
)
from app.exchange.reading.titles import is_role, label_of, pairs_of

HEADING_ROWS = 4
_DATE = re.compile(r"^(19|20)\d\d\s*[年./-]\s*\d{1,2}[\d\s月日./-]*$")
NUMBERS = ("序号", "编号", "序")
_OWN_PAIR = re.compile(r"^([^：:，,。；;、\d]{2,8})[：:]\s*(\S[^：:；;。]{0,30})$")


@dataclass(frozen=True)
class Spot:
    """A written cell of a row, merged places taken together. `held`: it began in a row above."""

    at: int
    text: str
    span: int
    held: bool


def spots(row: Row, number: int) -> list[Spot]:
    """The written cells of a row from left to right."""
    found: list[Spot] = []
    seen: set[tuple[int, int]] = set()
    for column, cell in enumerate(row.cells):
        if cell.at in seen or not cell.text.strip():
            continue
        seen.add(cell.at)
        span = sum(other.at == cell.at for other in row.cells)
        found.append(Spot(column, cell.text, span, cell.at[0] < number))
    return found


def is_heading_row(row: Row, found: Sequence[Spot]) -> bool:
    """Whether most cells of a row are headings, and at least one is so without doubt."""
    fresh = [spot for spot in found if not spot.held]
    if len(fresh) < 2 or any(len(squash(spot.text)) > LONGEST + 16 for spot in fresh):
        return False
    hits = [spot for spot in fresh if seems_heading(spot.text)]
    sure = [spot for spot in hits if is_heading(spot.text)]
    telling = [spot for spot in hits if _tells(spot.text)]
    posts = {head_key(spot.text) for spot in hits} >= {"post", "unit"}
    if any(pairs_of(spot.text) and pairs_of(spot.text)[0][2] for spot in fresh) or _alternates(fresh):
        return False
    if not sure or not (telling or posts or is_contact_list([(spot.text,) for spot in fresh])):
        return is_generic_heading(fresh) or (row.header and len(hits) > 1)
    return len(hits) * 10 >= len(fresh) * 6 and len(hits) > 1


def _alternates(fresh: Sequence[Spot]) -> bool:
    """岗位名称 | 电工 | 风险等级 | 较大: labels, each with its value."""
    labels = [is_heading(spot.text) for spot in fresh]
    if len(fresh) == 2 and fresh[1].span > 1 and squash(fresh[0].text) not in NUMBERS:
        return labels[0] and not labels[1]  # 注意事项 | 未佩戴自救器严禁进入
    return labels[0] and not any(labels[1::2]) and not all(seems_heading(spot.text) for spot in fresh[1::2])


def is_generic_heading(fresh: Sequence[Spot]) -> bool:
    """序号 | 内容 | 要求: a heading that says nothing of the kind."""
    rest = [
        spot
        for spot in fresh
        if squash(spot.text) in ("内容", "要求", "项目", "名称", "具体内容", "备注", "说明", "描述")
    ]
    return squash(fresh[0].text) in NUMBERS and len(rest) == len(fresh) - 1


def _tells(text: str) -> bool:
    fields = [exact(kind, text) or by_keyword(kind, text) for kind in Kind]
    return bool(factor_of((text,))) or any(one and one != "number" for one in fields)


def heading_end(rows: Sequence[Row], start: int) -> int:
    """Behind the last of the heading's rows: merged headings stand over two or three."""
    end = start + 1
    while end < len(rows) and end - start < HEADING_ROWS and _is_under(rows, start, end):
        end += 1
    return end


def _is_under(rows: Sequence[Row], start: int, at: int) -> bool:
    """Whether a row still belongs to the heading above it."""
    row, above = rows[at], rows[at - 1]
    found = spots(row, at)
    fresh = [spot for spot in found if not spot.held]
    if not fresh or any(len(squash(spot.text)) > LONGEST for spot in fresh):
        return False
    from_heading = any(start <= cell.at[0] < at and cell.text.strip() for cell in row.cells)
    if from_heading and all(_spans(above, spot.at) for spot in fresh):
        return True
    subs = all(is_heading(spot.text) or _is_scale(spot.text) for spot in fresh)
    blank = any(not above.cells[spot.at].text.strip() for spot in fresh)
    joined = from_heading or blank or any(_spans(above, spot.at) for spot in fresh)
    return subs and joined and not _same(row, rows[start])


def _same(row: Row, other: Row) -> bool:
    return [cell.text for cell in row.cells] == [cell.text for cell in other.cells]


def _is_scale(text: str) -> bool:
    return squash(text) in (
        "红",
        "橙",
        "黄",
        "蓝",
        "红色",
        "橙色",
        "黄色",
        "蓝色",
        "重大",
        "较大",
        "一般",
        "低",
    )


def _spans(row: Row, column: int) -> bool:
    cell = row.cells[column]
    return bool(cell.text.strip()) and sum(other.at == cell.at for other in row.cells) > 1


def paths_of(rows: Sequence[Row]) -> list[Path]:
    """For each column, the headings that stand over it."""
    paths: list[Path] = []
    for column in range(len(rows[0].cells)):
        names: list[str] = []
        for depth, row in enumerate(rows):
            text = row.cells[column].text.strip()
            if not text and depth == 0 and any(other.cells[column].text.strip() for other in rows[1:]):
                text = _left_of(row, column)
            if text and text not in names:
                names.append(text)
        paths.append(tuple(names))
    return paths


def _left_of(row: Row, column: int) -> str:
    """The heading that an unmerged row leaves standing for the columns to its right."""
    return next(
        (row.cells[at].text.strip() for at in range(column - 1, -1, -1) if row.cells[at].text.strip()), ""
    )


def _inline_pairs(found: Sequence[Spot]) -> list[tuple[str, str, str]]:
    """编制：张三 | 审核： | 李四 | 2024年5月: each cell a label with its value, or what a label before it lacks."""
    made: list[tuple[str, str, str]] = []
    for spot in found:
        text = spot.text.strip()
        if pairs := pairs_of(text) or _own_pair(text):
            made += pairs
        elif made and (not made[-1][2] or _DATE.match(text)):
            key, label, value = made.pop()
            made.append((key, label, f"{value} {text}".strip()))
        else:
            return []
    return made if any(key != "extra" for key, _, _ in made) else []


def _own_pair(text: str) -> list[tuple[str, str, str]]:
    """装置：合成氨: a label of the enterprise's own, with its value."""
    found = _OWN_PAIR.match(text)
    if found is None or is_heading(found[1]):
        return []
    return [("extra", squash(found[1]), found[2].strip())]


def _own_label(found: Sequence[Spot]) -> str:
    """岗位名称 | 化验工 | 适用设备 | 原子吸收仪: a label of the enterprise's own beside one that everybody knows."""
    if len(found) != 4 or not is_role(found[1].text):
        return ""
    name = found[2].text
    known = label_of(name) or pairs_of(name) or is_heading(name) or is_role(name)
    return "" if known or len(squash(name)) > 8 or re.search(r"[\d，。；：:]", name) else name


def row_pairs(found: Sequence[Spot]) -> list[tuple[str, str, str]]:
    """A row of labels with values, in one cell or side by side, as (key, label, value); [] for any other row."""
    made = _inline_pairs(found)
    if len(made) > 1 or (made and made[0][2]):
        return made
    if not found or not label_of(found[0].text):
        return []
    if any(not label_of(spot.text) and is_heading(spot.text) for spot in found[1:-1]):
        return []
    own = _own_label(found)
    if (
        label_of(found[0].text) == "post"
        and len(found) > 2
        and not own
        and not any(label_of(one.text) or pairs_of(one.text) for one in found[1:])
    ):
        return []  # several posts side by side
    pairs: list[tuple[str, str, str]] = []
    for spot in found:
        key = "extra" if spot.text == own else label_of(spot.text)
        named = pairs_of(spot.text)
        if named:
            pairs += named
        elif key:
            pairs.append((key, squash(spot.text).rstrip(":*："), ""))
        elif pairs:
            was = pairs[-1]
            pairs[-1] = (was[0], was[1], f"{was[2]} {spot.text.strip()}".strip())
    return pairs
