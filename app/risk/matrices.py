"""Scoring matrices as versioned data, and the level of a score (S33, systems 003 §2). Pure.

Three methods of the trade: LS (R = L×S), LEC (D = L×E×C), MES (R = M×E×S). Five levels, 1 (worst) to 5;
four national colours: levels 4 and 5 are both 蓝. A value on a limit takes the severer level.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import mul

from app.risk.schemas import Grade


@dataclass(frozen=True)
class Level:
    """One of the five levels with its words."""

    number: int
    colour: str  # red, orange, yellow, blue: names of the look
    colour_name: str  # 红
    meaning: str  # 重大
    own_name: str  # what the enterprise's own five-level scheme calls the colour
    acts: str  # who acts, by default (a setting of the enterprise)

    @property
    def words(self) -> str:
        """Both words, as they are always shown: 橙 较大."""
        return f"{self.colour_name} {self.meaning}"


LEVELS: dict[int, Level] = {
    1: Level(1, "red", "红", "重大", "红", "立即停止作业"),
    2: Level(2, "orange", "橙", "较大", "橙", "分管领导、安全科"),
    3: Level(3, "yellow", "黄", "一般", "黄", "业务科室，安全科登记"),
    4: Level(4, "blue", "蓝", "低", "深蓝", "班组"),
    5: Level(5, "blue", "蓝", "低", "蓝", "岗位人员"),
}


@dataclass(frozen=True)
class Matrix:
    """One version of a scoring matrix.

    `factors`: factor > values it may take. `floors`: the lowest value of levels 1 to 4; below the last is level 5.
    """

    id: str
    method: str
    name: str
    factors: Mapping[str, tuple[float, ...]]
    floors: tuple[float, float, float, float]

    def value(self, inputs: Mapping[str, float]) -> float:
        """The product of the factors. Raises BadScore for a missing, extra or impossible factor."""
        if set(inputs) != set(self.factors):
            raise BadScore(f"{self.method} 要填 {'、'.join(self.factors)}")
        for factor, given in inputs.items():
            if isinstance(given, bool) or given not in self.factors[factor]:
                allowed = "、".join(f"{one:g}" for one in self.factors[factor])
                raise BadScore(f"{self.method} 的 {factor} 只能是 {allowed}")
        # Products of tenths are not exact in binary; ten digits are more than any matrix has.
        return round(reduce(mul, (inputs[factor] for factor in self.factors)), 10)

    def level(self, value: float) -> int:
        """The level of a value: 1 (worst) to 5."""
        return next((number for number, floor in enumerate(self.floors, 1) if value >= floor), 5)


class BadScore(ValueError):
    """A score that the matrix can't give; the message is for the user."""


_E = (10, 6, 3, 2, 1, 0.5)
MATRICES: dict[str, Matrix] = {
    matrix.id: matrix
    for matrix in (
        Matrix("LS-1", "LS", "风险矩阵法", {"L": (1, 2, 3, 4, 5), "S": (1, 2, 3, 4, 5)}, (20, 15, 9, 4)),
        Matrix(
            "LEC-1",
            "LEC",
            "作业条件危险性评价法",
            {"L": (10, 6, 3, 1, 0.5, 0.2, 0.1), "E": _E, "C": (100, 40, 15, 7, 3, 1)},
            (320, 160, 70, 20),
        ),
        Matrix("MES-1", "MES", "MES 法", {"M": (5, 3, 1), "E": _E, "S": (10, 8, 4, 2, 1)}, (180, 90, 50, 20)),
    )
}
STATED = Matrix(
    "STATED-1", "直接定级", "直接定级", {}, (1, 1, 1, 1)
)  # a level that a document gives without a score
CURRENT: dict[str, str] = {"LS": "LS-1", "LEC": "LEC-1", "MES": "MES-1"}


def grade(method: str, inputs: Mapping[str, float], matrix: str = "") -> Grade:
    """Score a risk with the current matrix of `method`, or with the named version.

    Raises BadScore for an unknown method or matrix, or factors that the matrix does not have.
    """
    found = MATRICES.get(matrix or CURRENT.get(method, ""))
    if found is None or found.method != method:
        raise BadScore(f"没有这种评价方法：{method}")
    value = found.value(inputs)
    return Grade(method=method, matrix=found.id, inputs=dict(inputs), value=value, level=found.level(value))


def stated(level: int) -> Grade:
    """A level (1 to 5) that was given directly (直接定级), without method and inputs. Raises BadScore."""
    if level not in LEVELS:
        raise BadScore("等级只能是 1 到 5")
    return Grade(method=STATED.method, matrix=STATED.id, level=level)


def worst(levels: list[int]) -> int | None:
    """The severest of some levels; None where nothing is graded."""
    return min(levels, default=None)
