"""Scores and levels of risk rows: worked out by us, held against what the document says."""

import re
from dataclasses import dataclass, field

from app.cards.schemas import RiskRow
from app.exchange.pasted_cells import squash
from app.exchange.reading.desk import Desk
from app.exchange.reading.levels import SCORE, Scales
from app.exchange.reading.schemas import Option
from app.risk.matrices import LEVELS, BadScore, grade, stated
from app.risk.schemas import Grade

FACTORS_OF = {"LS": ("L", "S"), "LEC": ("L", "E", "C"), "MES": ("M", "E", "S")}
_NUMBER = re.compile(r"^(?:[LSECMDR]\s*[=＝:：]\s*)?(\d+(?:\.\d+)?)(?:分|点)?$")
_INLINE = re.compile(r"([LSECMDR])\s*[=＝:：]\s*(\d+(?:\.\d+)?)")
_SUM = re.compile(r"^(\d+(?:\.\d+)?)[×xX*](\d+(?:\.\d+)?)(?:[×xX*](\d+(?:\.\d+)?))?[=＝](\d+(?:\.\d+)?)$")
AS_WRITTEN = "评价原文"


@dataclass
class Evaluation:
    """One evaluation of a row as the document has it."""

    body: RiskRow
    stage: str  # before, after
    where: str
    factors: dict[str, str] = field(default_factory=dict)
    product: str = ""
    level: str = ""
    method: str = ""
    grade: Grade | None = None

    @property
    def words(self) -> str:
        """All of it in a line."""
        told = [f"{name}={text}" for name, text in self.factors.items() if text]
        told += [f"得分 {self.product}"] if self.product else []
        return "，".join(told)


class Grading:
    """All evaluations of a file: levels are settled when all of them are known."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.scales = Scales()
        self.waiting: list[Evaluation] = []

    def add(self, one: Evaluation, score: str = "") -> None:
        """Take an evaluation, and work out its score; `score` is a cell that holds all of it."""
        self._inline(one, score)
        beside = SCORE.search(squash(one.level))
        one.product = one.product or (beside.group().strip("()DR=:分") if beside else "")
        if not (one.factors or one.product or one.level):
            return
        self._score(one)
        if one.level:
            self.scales.note(one.level, one.grade.level if one.grade else 0)
        self.waiting.append(one)

    def settle(self) -> None:
        """Give every row its grades."""
        for one in self.waiting:
            setattr(one.body, one.stage, self._settled(one))
        self._no_waste()

    def _inline(self, one: Evaluation, score: str) -> None:
        """L=3，E=6，C=7，D=126 or 3×6×7=126 in one cell."""
        if not score:
            return
        found = dict(_INLINE.findall(score.upper()))
        sum_ = _SUM.match(squash(score))
        if sum_:
            names = FACTORS_OF["LEC"] if sum_[3] else FACTORS_OF["LS"]
            found = dict(zip(names, [part for part in sum_.groups()[:3] if part], strict=False)) | {
                "D": sum_[4]
            }
        one.product = one.product or found.pop("D", "") or found.pop("R", "")
        one.factors |= {name: text for name, text in found.items() if name not in "DR"}
        if not found and not one.level:
            one.level = score
            return
        self.desk.spend(score)

    def _score(self, one: Evaluation) -> None:
        filled = {name: text for name, text in one.factors.items() if text}
        if not filled:
            return
        inputs = {name: _number(text) for name, text in filled.items()}
        method = next((name for name, factors in FACTORS_OF.items() if set(factors) == set(filled)), "")
        try:
            if not method or any(value is None for value in inputs.values()):
                raise BadScore("缺一个数，或者有一格不是数字")
            one.grade = grade(method, {name: inputs[name] or 0.0 for name in FACTORS_OF[method]})
        except BadScore as problem:
            self._keep(one)
            self.desk.warn(
                "score", one.where, f"{one.words}：算不出等级（{problem}）。先照原文记下，请核对。"
            )
            return
        self.desk.spend(*filled.values())
        self._check_product(one)

    def _check_product(self, one: Evaluation) -> None:
        if not one.product or one.grade is None:
            return
        told = _number(one.product)
        self.desk.spend(one.product)
        if told is None or abs(told - one.grade.value) > 0.01:
            message = f"表里写得分 {one.product}，按 {one.words.split('，得分')[0]} 算是 {one.grade.value:g}。用算出来的，请核对。"
            self.desk.warn("product", one.where, message)

    def _settled(self, one: Evaluation) -> Grade | None:
        if not one.level:
            if one.grade is None and one.product:
                self._keep(one)
            return one.grade
        level = self.scales.level(one.level, one.where, self.desk)
        if level:
            self.desk.spend(one.level)
        if one.grade is None:
            return self._stated(one, level)
        if not level:
            one.body.extra.setdefault("原文等级", one.level)
        elif level != one.grade.level and not _same_blue(level, one):
            return self._differs(one, level)
        return one.grade

    def _stated(self, one: Evaluation, level: int) -> Grade | None:
        if one.product:
            self._keep(one)
        if not level:
            name = "原文等级" if one.stage == "before" else "管控后原文等级"
            one.body.extra[name] = one.level
            return None
        return stated(level)

    def _differs(self, one: Evaluation, level: int) -> Grade | None:
        """The document's level is not what its own score comes to: asked once for each such pair."""
        made = one.grade
        assert made is not None
        told, ours = LEVELS[level].words, LEVELS[made.level].words
        sums = "，".join(f"{name}={value:g}" for name, value in made.inputs.items())
        message = f"表里写“{one.level}”（{told}），按 {sums} 算是 {made.value:g} 分（{ours}）。"
        self.desk.warn("level", one.where, f"{message}请核对。")
        options = [
            Option(value="computed", label=f"按算出来的：{ours}"),
            Option(value="file", label=f"按文件写的：{told}"),
        ]
        key = f"level:{made.method}:{made.level}:{level}"
        answer = self.desk.ask(key, one.where, f"{message}这样的行按哪个？", options)
        if answer != "file":
            return made
        self._keep(one)
        return stated(level)

    def _keep(self, one: Evaluation) -> None:
        """The score stays beside the row as it is written."""
        name = AS_WRITTEN if one.stage == "before" else f"管控后{AS_WRITTEN}"
        one.body.extra[name] = f"{one.method} {one.words}".strip()

    def _no_waste(self) -> None:
        self.waiting.clear()


def _same_blue(level: int, one: Evaluation) -> bool:
    """低 and 蓝 of the four national levels are both our 4 and 5."""
    blue = "深蓝" not in one.level and any(word in one.level for word in ("蓝", "低"))
    return blue and level == 4 and one.grade is not None and one.grade.level == 5


def _number(text: str) -> float | None:
    found = _NUMBER.match(squash(text).upper())
    return float(found.group(1)) if found else None
