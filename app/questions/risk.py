"""Questions on the risk list (岗位风险清单): 知风险."""

from app.cards.schemas import Measure, RiskRow
from app.questions.lexicon import ACCIDENT_HINTS, GEAR, GEAR_HINTS, INSTEAD, NEVER_A_DISTRACTOR, VAGUE
from app.questions.numbers import numbers_in
from app.questions.pool import LONGEST_OPTION, Pool, gear_in
from app.questions.rows import Row, few, subject
from app.questions.schemas import Question
from app.questions.texts import pairs, plain, ranked, short_part

BLANKS_A_ROW = 1
THIS = "这个风险"


def of_risk(row: Row, risk: RiskRow, pool: Pool) -> list[Question]:
    """One question between risk and control, and one blank in a control."""
    joined = [*_control(row, risk, pool), *_accident(row, risk, pool)]
    blanks = [one for measure in risk.measures for one in _blanks(row, risk, measure, pool)]
    return [*few(joined, 1), *few(blanks, BLANKS_A_ROW)]


def _control(row: Row, risk: RiskRow, pool: Pool) -> list[Question]:
    """What guards against this risk. Controls of risks that may lead to the same accident are never offered."""
    name = subject(risk.point, THIS)
    told = risk.point if name == THIS else ""
    candidates = _elsewhere(risk, pool)
    lines = {short_part(one.text, LONGEST_OPTION, least=6): one for one in risk.measures}
    for part in ranked(row.id, lines):
        if part and lines[part].kind != "培训教育":
            line, prompt = lines[part].text, f"{name}，怎么防？"
            if made := row.choice("control", prompt, right=part, candidates=candidates, line=line, text=told):
                return made
    return []


def _elsewhere(risk: RiskRow, pool: Pool) -> list[str]:
    """Controls that belong to another sort of risk, and say nothing about this one."""
    saying = risk.point + risk.hazard + risk.medium
    open_to = {one for one in pool.accidents if one in risk.accidents or may_lead_to(one, saying)}
    point, about = pairs(risk.point), pairs(risk.point + risk.hazard)
    measures = plain("".join(measure.text for measure in risk.measures))
    return [
        one.text
        for one in pool.controls
        if not one.accidents & open_to
        and not one.words & about
        and not one.about & point
        and plain(one.text) not in measures
    ]


def _accident(row: Row, risk: RiskRow, pool: Pool) -> list[Question]:
    """Where a hazard leads; nothing that it may lead to as well is offered."""
    named = [one for one in risk.accidents if one not in VAGUE]
    if not named or named[0] != risk.accidents[0]:
        return []
    saying = risk.point + risk.hazard + risk.medium
    free = [one for one in pool.accidents if one not in risk.accidents and not may_lead_to(one, saying)]
    return row.choice(
        "risk",
        f"{subject(risk.point, THIS)}，会出什么事？",
        right=named[0],
        candidates=free,
        line=f"{risk.hazard}。{'、'.join(risk.accidents)}",
        text=risk.hazard,
    )


def may_lead_to(accident: str, saying: str) -> bool:
    """Whether what a risk says leaves open that it leads to this accident; so too where the sort tells nothing."""
    return accident not in ACCIDENT_HINTS or bool(set(ACCIDENT_HINTS[accident]) & set(saying))


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
    if measure.kind != "个体防护":
        return []
    saying = risk.point + risk.hazard + risk.medium + "".join(one.text for one in risk.measures)
    sorts = {GEAR[one] for one in gear_in(saying)} | NEVER_A_DISTRACTOR
    sorts |= {sort for sort, signs in GEAR_HINTS.items() if set(signs) & set(saying)}
    others = [one for one in pool.gear if GEAR[one] not in sorts]
    prompt = f"{subject(risk.point, THIS)}，防护用什么？"
    return [
        question
        for word in gear_in(measure.text)
        for question in row.blank(prompt, line=measure.text, right=word, candidates=others)
    ]


def opposites(row: Row, prompt: str, line: str) -> list[Question]:
    """The word that decides in a statement (停机断电), beside what would be wrong in its place."""
    found = [word for word in INSTEAD if plain(word) in plain(line) and word in line]
    return [
        question
        for word in found
        for question in row.blank(prompt, line=line, right=word, candidates=INSTEAD[word])
    ]
