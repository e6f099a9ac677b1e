"""What a person recites in a 抽背, point by point, for a supervisor to tick as said or missed."""

import re
from collections.abc import Iterable, Sequence

from app.cards.schemas import DutyRow, Kind, OperationRow, RiskRow, ScenarioRow, WireCard
from app.questions.duty import parts_of
from app.questions.emergency import line_of
from app.questions.making import head_of, rows_of
from app.questions.reading import ReadCard, read
from app.questions.rows import ABILITIES, Row, subject
from app.questions.schemas import Point, Recital
from app.questions.texts import digest, pieces, same_said, short_part

FEWEST, MOST = 3, 6
LONGEST_POINT = 24
LONGEST_DUTY = 44  # duties of officers are long, and all of the first ones have to be there
WORST_RISKS = 4  # recitals on risks: those with the highest levels
_PHASES = {"前": "开工前", "中": "干活时", "后": "收工时"}
_LAW = re.compile(r"[（(][^（()）]*[)）]")  # （安全生产法第五十五条）
_CASE = re.compile(r"^[遇如][^，]*，")  # the prompt names the case
_STOPS = ("停手", "停止作业", "停工", "撤")


def recitals_of(cards: Sequence[WireCard]) -> list[Recital]:
    """What can be recited of these cards of one post: each has 3 to 6 points, each point a piece of the card."""
    found = [one for card in cards for one in _of_card(read(card))]
    return list({one.id: one for one in found}.values())


def _of_card(card: ReadCard) -> list[Recital]:
    rows = rows_of(card)
    match card.kind:
        case Kind.EMERGENCY:
            return [
                one for row in rows if isinstance(row.body, ScenarioRow) for one in _scenario(row, row.body)
            ]
        case Kind.RISK:
            return _risks(rows)
        case Kind.OPERATION:
            return _operation(rows)
        case Kind.DUTY:
            return [*_duties(rows), *_rights(card)]


def _recital(
    row: Row, prompt: str, points: Iterable[str], *, line: str, critical: Sequence[str] = ()
) -> list[Recital]:
    """A recital of these points; none where there are too few, or where one says what another says."""
    texts = list(points)[:MOST]
    if len(texts) < FEWEST or any(same_said(a, b) for n, a in enumerate(texts) for b in texts[:n]):
        return []
    made = [Point(id=str(n), text=text, critical=text in critical) for n, text in enumerate(texts, 1)]
    return [
        Recital(
            id=digest("recital", row.id, prompt, *texts),
            ability=ABILITIES[row.kind],
            row=row.id,
            prompt=prompt,
            points=made,
            line=line,
            critical=any(one.critical for one in made),
        )
    ]


def _scenario(row: Row, scenario: ScenarioRow) -> list[Recital]:
    steps = scenario.steps[:MOST]
    acts = [step.act for step in steps]
    asked = (
        f"{scenario.name}，怎么办？" if len(scenario.steps) <= MOST else f"{scenario.name}，前 {MOST} 步？"
    )
    line = "\n".join(line_of(step) for step in steps)
    never = scenario.never[:MOST]
    return [
        *_recital(row, asked, acts, line=line, critical=acts[:1]),
        *_recital(row, f"{scenario.name}，哪些不许做？", never, line="\n".join(never), critical=never),
    ]


def _risks(rows: Sequence[Row]) -> list[Recital]:
    """The post's worst risks by name, and how to guard against each."""
    risks = [(row, row.body) for row in rows if isinstance(row.body, RiskRow)]
    ranked = sorted(risks, key=lambda one: _level(one[1]))[:WORST_RISKS]
    names = [risk.point for _, risk in ranked]
    head = head_of(Kind.RISK, "风险清单")
    made = _recital(head, f"本岗最大的 {len(names)} 个风险？", names, line="、".join(names))
    for row, risk in ranked:
        parts = [short_part(one.text, LONGEST_POINT) for one in risk.measures]
        line = "\n".join(one.text for one in risk.measures)
        made += _recital(row, f"{subject(risk.point, '这个风险')}，怎么防？", filter(None, parts), line=line)
    return made


def _level(risk: RiskRow) -> int:
    grade = risk.after or risk.before
    return grade.level if grade and grade.level else 9


def _operation(rows: Sequence[Row]) -> list[Recital]:
    steps = [(row, row.body) for row in rows if isinstance(row.body, OperationRow)]
    made: list[Recital] = []
    for phase, words in _PHASES.items():
        there = [step for _, step in steps if step.phase == phase]
        names = [step.procedure for step in there]
        never = [one for step in there for one in step.forbidden]
        card = head_of(Kind.OPERATION, "")
        if phase != "中" and len(names) <= MOST:
            made += _recital(card, f"{words}，要做哪几步？", names, line="\n".join(names))
        if len(never) <= MOST:
            made += _recital(card, f"{words}，哪些严禁做？", never, line="\n".join(never), critical=never)
    return made + [one for row, step in steps for one in _standard(row, step)]


def _standard(row: Row, step: OperationRow) -> list[Recital]:
    parts = [part.strip() for piece in pieces(step.standard) for part in piece.split("→")]
    return _recital(row, f"{subject(step.procedure, '这一步')}，怎么做？", parts, line=step.standard)


def _duties(rows: Sequence[Row]) -> list[Recital]:
    duties = [(row, row.body) for row in rows if isinstance(row.body, DutyRow)]
    names = [short_part(duty.duty, LONGEST_DUTY) for _, duty in duties[:MOST]]
    asked = "说说你的安全职责" if len(duties) <= MOST else f"说说你的前 {MOST} 条安全职责"
    told = "\n".join(duty.duty for _, duty in duties[:MOST])
    made = _recital(head_of(Kind.DUTY, ""), asked, names, line=told) if all(names) else []
    for row, duty in duties:
        parts = [part for one in parts_of(duty.standard) if (part := short_part(one, LONGEST_POINT))]
        prompt = f"{subject(duty.duty, '这条职责')}，怎么算到位？"
        made += _recital(row, prompt, parts, line=duty.standard)
    return made


def _rights(card: ReadCard) -> list[Recital]:
    """The right to stop work in danger: the first of the rights that speaks of it."""
    for right in (line for block in card.head.rights for line in block.splitlines()):
        said = [_CASE.sub("", part) for part in pieces(_LAW.sub("", right))]
        stops = [part for part in said if any(word in part for word in _STOPS)]
        if stops:
            head = head_of(Kind.DUTY, "")
            return _recital(head, "遇到险情，你有什么权利？", said, line=right, critical=stops[:1])
    return []
