"""Questions on the duty list (岗位职责清单): 明职责; on the rights above it; and on the jingle (顺口溜)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from app.cards.schemas import DutyRow
from app.questions.numbers import numbers_in, period_in
from app.questions.pool import Pool, index
from app.questions.rows import Row, few, subject
from app.questions.schemas import Question
from app.questions.texts import BLANK, around, clauses, digest, plain, same_said, sentences, trimmed

THIS = "这条职责"
LONGEST_STATEMENT = 40
BLANKS_A_ROW = 1
JINGLES = 2
_STOP = re.compile(r"停手|停止作业|停工|停机|撤")
_NOT_MAY = re.compile(r"(?<!不)不得")


def of_duty(row: Row, duty: DutyRow) -> list[Question]:
    """How often, how much, by when: the numbers of the standard (到位标准)."""
    name = subject(duty.duty, THIS)
    made = []
    for sentence in sentences(duty.standard):
        if (period := period_in(sentence)) and "每" not in duty.duty:
            shown = around(sentence, period.right, LONGEST_STATEMENT)
            made += row.blank(
                f"{name}，多久一次？", line=sentence, right=period.right, candidates=period.wrong, at=shown
            )
        for gap in numbers_in(sentence):
            shown = around(sentence, gap.right, LONGEST_STATEMENT)
            made += row.blank(
                f"{name}，空里填几？", line=sentence, right=gap.right, candidates=gap.wrong, at=shown
            )
    return few(made, BLANKS_A_ROW)


def of_rights(head: Row, rights: list[str]) -> list[Question]:
    """The right to stop work in danger (停止作业权): whether a sentence about it is true."""
    made = []
    for right in (line for block in rights for line in block.splitlines()):
        told = [one for one in sentences(right) if _NOT_MAY.search(one)]
        if not told or not _STOP.search(right):
            continue
        clause = next((one for one in told if 6 <= len(one) <= LONGEST_STATEMENT), "")
        if clause:
            made.append(_about_right(head, right, clause))
    return few(made, 1)


def _about_right(head: Row, right: str, clause: str) -> Question:
    prompt = "遇险停手，这话对吗？"
    bare = trimmed(re.sub(r"[（(][^（()）]*[)）]", "", clause))
    if int(digest("right", right), 16) % 2:
        return head.asked("never", "truth", prompt, text=bare, right=["对"], line=right, critical=True)
    turned = _NOT_MAY.sub("可以", bare)
    return head.asked("never", "truth", prompt, text=turned, right=["不对"], line=right, critical=True)


def of_jingle(head: Row, jingle: list[str], pool: Pool) -> list[Question]:
    """The next line, asked within its couplet: the second line for the first, the fourth for the third."""
    lines = [trimmed(line) for line in jingle]
    made = []
    own = index((plain(line), plain(follows)) for line, follows in pairwise([*lines, ""]))
    for first, second in zip(lines[::2], lines[1::2], strict=False):
        if plain(first) and lines.count(first) == 1 and not same_said(first, second):
            after = own[plain(first)] | pool.follows.get(plain(first), set())
            made += head.choice(
                "jingle",
                "顺口溜，下一句是什么？",
                right=second,
                candidates=pool.lines.union(lines) - {first},
                line=f"{first}，{second}",
                text=f"{first}，{BLANK}",
                refused=after,
            )
    return few(made, JINGLES)


def parts_of(text: str) -> Sequence[str]:
    """What a duty's standard asks for, piece by piece."""
    found = sentences(text)
    return found if len(found) > 1 else clauses(text)
