"""What a version of a card says, as plain lines for the console."""

from dataclasses import dataclass

from app.cards.models import CardVersion
from app.cards.pictures import word_of
from app.cards.queries import bodies_of, head_of
from app.cards.schemas import Body, DutyRow, Head, OperationRow, RiskRow, ScenarioRow
from app.risk.matrices import LEVELS
from app.risk.schemas import Grade

Part = tuple[str, list[str]]  # a label and the lines under it


@dataclass(frozen=True)
class ToldRow:
    """A row: what it is about, and its parts; empty ones are left out."""

    title: str
    parts: list[Part]


@dataclass(frozen=True)
class Changed:
    """One part of a row, or of a head, that says something else than before; either side may say nothing."""

    label: str
    was: list[str]
    now: list[str]


def head_told(version: CardVersion) -> list[Part]:
    """What a version says about itself, beside its rows."""
    return parts_of(head_of(version))


def parts_of(head: Head) -> list[Part]:
    """What a head says."""
    calls = [" ".join(filter(None, (one.name, one.number, one.note))) for one in head.contacts]
    return _filled(
        [
            ("说明", [head.notice]),
            ("概述", [head.summary]),
            ("责任人", [head.owner]),
            ("电话", calls),
            ("权限与义务", head.rights),
            ("顺口溜", head.jingle),
            *((name, [text]) for name, text in head.extra.items()),
        ]
    )


def rows_told(version: CardVersion) -> list[ToldRow]:
    """The rows of a version, in order."""
    return [row_told(body) for _, body in bodies_of(version)]


def row_told(body: Body) -> ToldRow:
    """One row of a card."""
    if isinstance(body, ScenarioRow):
        title, parts = body.name, _scenario(body)
    elif isinstance(body, RiskRow):
        title, parts = body.point, _risk(body)
    elif isinstance(body, OperationRow):
        title, parts = body.procedure, _operation(body)
    else:
        title, parts = f"{body.number} {body.duty}".strip(), _duty(body)
    return ToldRow(title, _filled([*parts, *((name, [text]) for name, text in body.extra.items())]))


def changed_parts(was: list[Part], now: list[Part]) -> list[Changed]:
    """The parts that say something else, in the order of what stands there now; then those that are gone."""
    old, new = _joined(was), _joined(now)
    return [
        Changed(label, old.get(label, []), new.get(label, []))
        for label in {**new, **old}
        if old.get(label) != new.get(label)
    ]


def whole_told(body: Body) -> list[Part]:
    """All that a row says, what it is about included."""
    told = row_told(body)
    about = body.duty if isinstance(body, DutyRow) else told.title
    short = body.short if isinstance(body, ScenarioRow) else ""
    number = body.number if isinstance(body, DutyRow) else ""
    icons = _icons(body) if isinstance(body, ScenarioRow) else []
    first = [(_ABOUT[type(body)], [about]), ("短名", [short]), ("序号", [number])]
    return _filled([*first, *told.parts, ("图标", icons)])


def _joined(parts: list[Part]) -> dict[str, list[str]]:
    """By label; a column of the form's own may be called as one of ours is."""
    found: dict[str, list[str]] = {}
    for label, lines in parts:
        found[label] = [*found.get(label, []), *lines]
    return found


_ABOUT: dict[type[Body], str] = {
    ScenarioRow: "事故情形",
    RiskRow: "风险点",
    OperationRow: "作业程序",
    DutyRow: "安全职责",
}


def _scenario(body: ScenarioRow) -> list[Part]:
    steps = [
        f"{number}. {one.who}：{one.act}{f'（{one.how}）' if one.how else ''}"
        for number, one in enumerate(body.steps, 1)
    ]
    return [("步骤", steps), ("不许", body.never), ("应急物资", body.supplies), ("注意事项", body.notes)]


def _icons(body: ScenarioRow) -> list[str]:
    steps = [f"第 {number} 步：{word_of(one.icon)}" for number, one in enumerate(body.steps, 1) if one.icon]
    return [word_of(body.icon), *steps]


def _risk(body: RiskRow) -> list[Part]:
    return [
        ("危险和有害因素", [body.hazard]),
        ("危险介质", [body.medium]),
        ("可能事故类型", ["、".join(body.accidents)]),
        ("固有风险", [_grade(body.before)]),
        ("现有风险", [_grade(body.after)]),
        ("管控措施", [f"{one.kind}：{one.text}" if one.kind else one.text for one in body.measures]),
        ("管控层级", [body.tier]),
        ("责任人", [body.owner]),
        ("安全标志", ["、".join(body.signs)]),
    ]


def _grade(grade: Grade | None) -> str:
    if grade is None:
        return ""
    words = LEVELS[grade.level].words
    if not grade.inputs:
        return f"{words}（{grade.method}）"
    inputs = "，".join(f"{factor}={value:g}" for factor, value in grade.inputs.items())
    return f"{words}（{grade.method}：{inputs}，得分 {grade.value:g}）"


def _operation(body: OperationRow) -> list[Part]:
    return [
        ("阶段", [f"作业{body.phase}" if body.phase else ""]),
        ("标准", [body.standard]),
        ("风险", [body.risk]),
        ("严禁", body.forbidden),
        ("怎么做", [" ".join(filter(None, (body.who, body.step, body.tag)))]),
    ]


def _duty(body: DutyRow) -> list[Part]:
    return [("到位标准", [body.standard]), ("考核标准", [body.assessment]), ("权限与义务", [body.rights])]


def _filled(parts: list[Part]) -> list[Part]:
    kept = ((label, [line for line in lines if line]) for label, lines in parts)
    return [(label, lines) for label, lines in kept if lines]
