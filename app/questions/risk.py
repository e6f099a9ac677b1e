"""Questions on the risk list (岗位风险清单): 知风险."""

from collections.abc import Set

from app.cards.schemas import Measure, RiskRow
from app.questions.lexicon import ACCIDENT_HINTS, GEAR, GEAR_HINTS, INSTEAD, NEVER_A_DISTRACTOR, VAGUE
from app.questions.numbers import numbers_in
from app.questions.pool import LONGEST_OPTION, Pool, about, gear_in
from app.questions.rows import Row, few, subject
from app.questions.schemas import Question
from app.questions.texts import pairs, plain, ranked, short_part

BLANKS_A_ROW = 1
THIS = "这个风险"
_SIGNS = {accident: frozenset(signs) for accident, signs in ACCIDENT_HINTS.items()}
_GEAR_SIGNS = {sort: frozenset(signs) for sort, signs in GEAR_HINTS.items()}


def of_risk(row: Row, risk: RiskRow, pool: Pool) -> list[Question]:
    """One question between risk and control, and one blank in a control."""
    signs = set(risk.point + risk.hazard + risk.medium)
    open_to = {one for one in pool.accidents if one in risk.accidents or may_lead_to(one, signs)}
    joined = [*_control(row, risk, pool, open_to), *_accident(row, risk, pool, open_to)]
    blanks = [one for measure in risk.measures for one in _blanks(row, risk, measure, pool)]
    return [*few(joined, 1), *few(blanks, BLANKS_A_ROW)]


def _control(row: Row, risk: RiskRow, pool: Pool, open_to: Set[str]) -> list[Question]:
    """What guards against this risk, beside controls that belong to another sort of risk and say nothing about this
    one. Controls of risks that may lead to the same accident are never offered."""
    name = subject(risk.point, THIS)
    told = risk.point if name == THIS else ""
    others = pool.controls_without(
        accidents=open_to, words=pairs(risk.point + risk.hazard), about=about(risk.point)
    )
    own = plain("".join(measure.text for measure in risk.measures))
    lines = {short_part(one.text, LONGEST_OPTION, least=6): one for one in risk.measures}
    for part in ranked(row.id, lines):
        if part and lines[part].kind != "培训教育":
            line, prompt = lines[part].text, f"{name}，怎么防？"
            if made := row.choice(
                "control", prompt, right=part, candidates=others, line=line, text=told, refused=own
            ):
                return made
    return []


def _accident(row: Row, risk: RiskRow, pool: Pool, open_to: Set[str]) -> list[Question]:
    """Where a hazard leads; nothing that it may lead to as well is offered."""
    named = [one for one in risk.accidents if one not in VAGUE]
    if not named or named[0] != risk.accidents[0]:
        return []
    return row.choice(
        "risk",
        f"{subject(risk.point, THIS)}，会出什么事？",
        right=named[0],
        candidates=pool.accidents - open_to,
        line=f"{risk.hazard}。{'、'.join(risk.accidents)}",
        text=risk.hazard,
    )


def may_lead_to(accident: str, signs: Set[str]) -> bool:
    """Whether the signs in which a risk is told leave open that it leads to this accident; so too where the sort
    tells nothing."""
    return accident not in _SIGNS or not _SIGNS[accident].isdisjoint(signs)


def _blanks(row: Row, risk: RiskRow, measure: Measure, pool: Pool) -> list[Question]:
    prompt = f"{subject(risk.point, THIS)}，空里填"
    made = [
        one
        for gap in numbers_in(measure.text)
        for one in row.blank(f"{prompt}几？", line=measure.text, right=gap.right, candidates=gap.wrong)
    ]
    made += _gear(row, risk, measure, pool)
    return made + opposites(row, f"{prompt}什么？", measure.text)


def _gear(row: Row, risk: RiskRow, measure: Measure, pool: Pool) -> list[Question]:
    """What to wear; gear of a sort that the row names, or that might help there as well, is never offered."""
    words = gear_in(measure.text) if measure.kind == "个体防护" else []
    if not words:
        return []
    saying = risk.point + risk.hazard + risk.medium + "".join(one.text for one in risk.measures)
    sorts = {GEAR[one] for one in gear_in(saying)} | NEVER_A_DISTRACTOR
    said = set(saying)
    sorts |= {sort for sort, signs in _GEAR_SIGNS.items() if not signs.isdisjoint(said)}
    others = [one for one in pool.gear if GEAR[one] not in sorts]
    prompt = f"{subject(risk.point, THIS)}，防护用什么？"
    return [
        question
        for word in words
        for question in row.blank(prompt, line=measure.text, right=word, candidates=others)
    ]


def opposites(row: Row, prompt: str, line: str) -> list[Question]:
    """The word that decides in a statement (停机断电), beside what would be wrong in its place."""
    found = [word for word in INSTEAD if word in line and plain(word) in plain(line)]
    return [
        question
        for word in found
        for question in row.blank(prompt, line=line, right=word, candidates=INSTEAD[word])
    ]
