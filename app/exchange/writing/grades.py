"""An evaluation of a risk in three cells, method, inputs and level, and read back. Pure."""

import re

from app.exchange.writing.columns import LEVELS
from app.risk.matrices import CURRENT, MATRICES, STATED, BadScore, grade, stated
from app.risk.schemas import Grade

_INPUT = re.compile(r"([A-Z])\s*[=＝:：]\s*([0-9]+(?:\.[0-9]+)?)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CLEAR = {"红": 1, "重大": 1, "橙": 2, "较大": 2, "黄": 3, "一般": 3, "深蓝": 4, "蓝": 5, "低": 5}


def grade_out(found: Grade | None) -> tuple[str, str, str]:
    """The three cells. The matrix stands behind its method unless it is the current one."""
    if found is None:
        return "", "", ""
    inputs = "，".join(f"{factor}={value:g}" for factor, value in found.inputs.items())
    old = found.method != STATED.method and CURRENT.get(found.method) != found.matrix
    return found.method + (f"/{found.matrix}" if old else ""), inputs, LEVELS[found.level - 1]


def grade_back(method: str, inputs: str, level: str) -> Grade | None:
    """The evaluation that three cells hold: worked out anew from its inputs, or the level alone.

    Raises BadScore, in words, for what can't be told.
    """
    named, _, matrix = (part.strip() for part in method.upper().partition("/"))
    if not (named or inputs or level):
        return None
    if not inputs and named in ("", STATED.method):
        return stated(_level(level))
    if not named:
        raise BadScore("没写评价方法")
    if not inputs:
        raise BadScore("没写评分")
    return grade(named, _inputs(inputs, matrix or CURRENT.get(named, "")), matrix)


def level_of(text: str) -> int | None:
    """The level that a cell names in the words of our own scale; None for any other."""
    try:
        return _level(text) if text else None
    except BadScore:
        return None


def _level(text: str) -> int:
    bare = re.sub(r"[\s色风险级]", "", text)
    number = int(bare[0]) if bare[:1] in {"1", "2", "3", "4", "5"} else 0
    word = bare[1:] if number else bare
    told = {level for name, level in _CLEAR.items() if name == word}
    if number and (not word or LEVELS[number - 1].endswith(word)):
        return number
    if len(told) == 1 and not number:
        return told.pop()
    raise BadScore(f"等级“{text[:20]}”看不懂，写成 {'、'.join(LEVELS)}")


def _inputs(text: str, matrix: str) -> dict[str, float]:
    """L=3，S=5; or the numbers alone, in the order of the matrix's factors."""
    named = {factor: float(value) for factor, value in _INPUT.findall(text.upper())}
    if named or matrix not in MATRICES:
        return named
    numbers = [float(one) for one in _NUMBER.findall(text)]
    factors = list(MATRICES[matrix].factors)
    if len(numbers) != len(factors):
        raise BadScore(f"评分“{text[:20]}”看不懂，写成 {'，'.join(f'{one}=1' for one in factors)}")
    return dict(zip(factors, numbers, strict=True))
