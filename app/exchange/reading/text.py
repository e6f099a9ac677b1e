"""Text of a cell: its numbering, its parts, its ticks. Pure."""

import re

from app.exchange.pasted_cells import squash

NUMERALS = "零一二三四五六七八九十"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
SAME = frozenset({"同上", "同上。", "同前", "同上行", "〃", "々", '"', "″", "”", "“", "“”", "''", "′′"})
TICKED = "√✓✔☑☒■●✅"
UNTICKED = "□☐○◻"
_MARKERS: tuple[tuple[str, str], ...] = (
    ("dotted", r"\d{1,2}(?:[.．]\d{1,2}){1,3}(?![\d%％])[.．、]?"),
    ("bracket", r"[（(]\s*\d{1,2}\s*[)）]"),
    ("han_bracket", r"[（(]\s*[一二三四五六七八九十]{1,3}\s*[)）]"),
    ("circle", f"[{CIRCLED}]"),
    ("half", r"\d{1,2}\s*[)）]"),
    ("plain", r"\d{1,2}\s*[.．、](?!\d)"),
    ("han", r"[一二三四五六七八九十]{1,3}、"),
    ("step", r"第[一二三四五六七八九十\d]{1,3}步[：:、，,]?"),
    ("article", r"(?m:^)\s*第[一二三四五六七八九十\d]{1,3}条(?:[ \t\u3000]+|[：:、])"),
)
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _MARKERS))
_BULLET = re.compile(r"^\s*[-—·•◆●▪◇*]+\s*(?=\S)")
_BEFORE_MARKER = re.compile(r"[\s。；;，,：:、！]$")
_PAGE = re.compile(r"[第共]\s*\d+\s*页|\d+\s*/\s*\d+\s*页")
_LEFT_OPEN = re.compile(
    r"(责任人|承诺人|本人|员工|岗位人员|编制人?|审核人?|批准人?)?(签名|签字|签章|盖章)|(公章|编制人?|审核人?|批准人?|审批人?|签发人?)"
    r"(?=\s*[:：])|(签订|签字|生效)?(日期|时间)|[年月日\s_＿—:：()（），,。·.]"
)
_BOX = re.compile(f"([{TICKED}{UNTICKED}])")


def ordinal(text: str) -> int | None:
    """The number that a numbering stands for: 1, 1., （1）, ①, 一、, 第三步, 第三条."""
    bare = squash(text).strip(".、,:()第步条。")
    if bare.isdecimal() and len(bare) < 5:
        return int(bare)
    if text.strip()[:1] in CIRCLED and len(text.strip()) == 1:
        return CIRCLED.index(text.strip()) + 1
    return han(bare)


def han(text: str) -> int | None:
    """A Chinese numeral below a hundred: 十二."""
    if not text or any(char not in NUMERALS for char in text) or len(text) > 3:
        return None
    if "十" not in text:
        return NUMERALS.index(text) if len(text) == 1 else None
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (NUMERALS.index(tens) if tens else 1) * 10 + (NUMERALS.index(ones) if ones else 0)


def marked(text: str) -> tuple[str, str, str]:
    """Style and text of the numbering that a line begins with, and the rest; ("", "", text) without one."""
    line = text.strip()
    found = _ANY.match(line)
    if found is None:
        return "", "", line
    return found.lastgroup or "", found.group().strip(), line[found.end() :].strip()


def items(text: str) -> list[str]:
    """The items of a cell that numbers them, 1. … 2. …, without their numbers; else its lines, else its clauses."""
    starts = _starts(text)
    if len(starts) > 1 or (starts and starts[0][0] == 0):
        edges = [start for start, _ in starts] + [len(text)]
        lead = _lines(text[: edges[0]])
        numbered = (text[end:edge] for (_, end), edge in zip(starts, edges[1:], strict=True))
        return lead + [one for one in (_trim(part) for part in numbered) if one]
    lines = _lines(text)
    if len(lines) > 1:
        return lines
    return [one for one in (_trim(part) for part in re.split("[；;]", text)) if one]


def _starts(text: str) -> list[tuple[int, int]]:
    """Where numbered items begin: (start of the number, end of it). All of one style, counting on by one."""
    best: list[tuple[int, int]] = []
    style, wanted = "", 0
    for found in _ANY.finditer(text):
        kind = found.lastgroup or ""
        at = found.start()
        number = ordinal(found.group())
        if kind == "dotted" or number is None or not _may_begin(text, at, kind):
            continue
        if not style and number == 1:
            style, wanted = kind, 1
        if kind == style and number == wanted:
            best.append((at, found.end()))
            wanted += 1
    return best


def _may_begin(text: str, at: int, kind: str) -> bool:
    """Whether a number begins an item here: not within 2.5 or 第1、2号."""
    before = text[max(0, at - 4) : at]
    if not before.strip() or _BEFORE_MARKER.search(before) or kind in ("circle", "bracket"):
        return True
    return not re.search(r"[\d第.,、~\-]$", before) and kind != "han"


def _lines(text: str) -> list[str]:
    return [one for one in (_trim(_BULLET.sub("", line)) for line in text.split("\n")) if one]


def _trim(text: str) -> str:
    return text.strip().strip("；;").strip()


def listed(text: str) -> list[str]:
    """Names written side by side: 触电、火灾，灼烫 / 触电；火灾, numbered or not."""
    parts = [part for item in items(text) for part in re.split(r"[、，,；;/\n]|\s{1,}", item)]
    return list(dict.fromkeys(one for one in (part.strip(" 。.") for part in parts) if one))


def tidy(name: str) -> str:
    """A name on one line; 电  工, spaced out to fill its cell or written downwards, is 电工."""
    parts = name.split()
    return ("" if all(len(part) == 1 for part in parts) else " ").join(parts)


def is_blank(text: str) -> bool:
    """Whether a text is a line to be filled in by hand, or a page's number: 签字：____ 年 月 日."""
    return not _LEFT_OPEN.sub("", _PAGE.sub("", text))


def is_same(text: str) -> bool:
    """Whether a cell says 同上."""
    return squash(text) in SAME or text.strip() in SAME


def is_tick(text: str) -> bool:
    """Whether a cell holds a tick and nothing else."""
    bare = text.strip()
    return bool(bare) and all(char in TICKED for char in bare)


def is_box(text: str) -> bool:
    """Whether a cell holds empty boxes and nothing else."""
    bare = text.strip()
    return bool(bare) and all(char in UNTICKED for char in bare)


def ticked(text: str) -> tuple[list[str], list[str]] | None:
    """What is ticked and what is not in ☑重大 □较大; None where there are no boxes to tick."""
    if not any(char in text for char in "☐□☑☒◻") or is_tick(text) or is_box(text):
        return None
    first, *parts = _BOX.split(text.strip())
    behind = bool(first) and not parts[-1].strip()  # 重大□ 较大☑
    pairs = zip(parts[0::2], [first, *parts[1::2]] if behind else parts[1::2], strict=False)
    chosen: list[str] = [first.strip()] if first.strip() and not behind else []
    left: list[str] = []
    for box, words in pairs:
        (chosen if box in TICKED else left).append(words.strip(" 、，,;；\n\t"))
    return [one for one in chosen if one], [one for one in left if one]


def unmarked(text: str) -> str:
    """A text without its numberings, wherever they stand."""
    return _ANY.sub("\n", text)
