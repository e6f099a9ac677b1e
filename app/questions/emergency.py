"""Questions on the emergency card (岗位应急处置卡): 能应急."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple, Self

from app.cards.schemas import ScenarioRow, Step
from app.questions.forbidden import act_of, done
from app.questions.numbers import numbers_in
from app.questions.pool import Pool, kept_at
from app.questions.rows import LONGEST_SUBJECT, Row, few, subject
from app.questions.schemas import Question
from app.questions.texts import digest, plain, ranked, same_said

ANYBODY = "谁看见"
SHORTEST_ORDER, LONGEST_ORDER = 3, 5
OTHERS_A_ROW = 1  # besides first step, order and forbidden acts
# A step for one case: its place in time hangs on the case.
_IF = re.compile(r"就|才|了等|^(有|没|若|如|冒|不|变形|火)")
_ANYBODYS = re.compile(r"电话|打调度|喊|报|叫|血|呼吸|喘|胸|冲|人工")  # calling and first aid wait for nobody


class _Steps(NamedTuple):
    """What the steps of a scenario say, plain."""

    acts: Sequence[str]
    how: str

    @classmethod
    def of(cls, scenario: ScenarioRow) -> Self:
        how = plain(" ".join(step.how for step in scenario.steps))
        return cls([plain(step.act) for step in scenario.steps], how)

    def like(self, act: str) -> int:
        """How many of the acts say this one, or are said by it."""
        bare = plain(act)
        return sum(bare in one or one in bare for one in self.acts)

    def say(self, act: str) -> bool:
        """Whether this is to be done, by a step's name or by how it is taken."""
        return plain(act) in self.how or self.like(act) > 0


def of_scenario(row: Row, scenario: ScenarioRow, pool: Pool) -> list[Question]:
    """All questions on one accident situation."""
    if not plain(scenario.name):
        return []
    said = _Steps.of(scenario)
    others = [*_who(row, scenario, said), *_numbers(row, scenario), *_supplies(row, scenario, pool)]
    return [
        *_first(row, scenario, said, pool),
        *_order(row, scenario),
        *_never(row, scenario, said),
        *few(others, OTHERS_A_ROW),
    ]


def line_of(step: Step) -> str:
    """A step as the card says it."""
    return f"{step.who}：{step.act}。{step.how}" if step.who else f"{step.act}。{step.how}"


def doer(step: Step) -> str:
    """Who takes a step: 操作工做 > 操作工."""
    return step.who.removesuffix("做")


def _first(row: Row, scenario: ScenarioRow, said: _Steps, pool: Pool) -> list[Question]:
    """The first step, beside what the card forbids: what frightened people really do."""
    if not scenario.steps:
        return []
    step = scenario.steps[0]
    who = "你" if step.who.startswith(ANYBODY) or not step.who else doer(step)
    prompt = f"{scenario.name}，{who}先做什么？"
    steps = " ".join(one.act + one.how for one in scenario.steps)
    own = [one for one in map(done, scenario.never) if one]
    strange = [] if len(own) > 1 else [one for one in pool.forbidden if not same_said(one, steps)]
    wrong = [one for one in (own if len(own) > 1 else own + strange) if not said.say(one)]
    return row.choice("first", prompt, right=step.act, candidates=wrong, line=line_of(step), critical=True)


def _order(row: Row, scenario: ScenarioRow) -> list[Question]:
    """Steps of one person, one after another; several people act at the same time."""
    for run in _runs(scenario.steps):
        acts = [step.act for step in run]
        if any(same_said(a, b) for n, a in enumerate(acts) for b in acts[:n]):
            continue
        who = "" if run[0].who.startswith(ANYBODY) else doer(run[0])
        prompt = f"{scenario.name}，{who}先后怎么做？"
        line = "".join(f"{act}。" for act in acts)
        return [row.asked("order", "order", prompt, right=acts, line=line)]
    return []


def _runs(steps: Sequence[Step]) -> Iterator[list[Step]]:
    for _, group in groupby(steps, key=lambda step: (step.who, bool(_IF.search(step.act)))):
        run = list(group)
        if len(run) >= SHORTEST_ORDER and not _IF.search(run[0].act):
            yield run[:LONGEST_ORDER]


def _never(row: Row, scenario: ScenarioRow, said: _Steps) -> list[Question]:
    """One choice among acts, and one statement to be judged, on different acts where the card forbids several."""
    forbidden = plain(" ".join(scenario.never))
    steps = [step.act for step in scenario.steps if plain(step.act) not in forbidden]
    acts = [one for one in map(act_of, scenario.never) if one and not said.say(one)]
    made = [
        question
        for act in acts
        for question in row.choice(
            "never",
            f"{scenario.name}，哪样不许做？",
            right=act,
            candidates=steps,
            line=next(one for one in scenario.never if act in one),
            critical=True,
        )
    ]
    chosen = few(made, 1)
    asked = {one.right[0] for one in chosen}
    left = [
        one
        for one in scenario.never
        if done(one) and not said.say(done(one)) and not any(act in one for act in asked)
    ]
    return [*chosen, *few([_judged(row, scenario, one) for one in left], 1)]


def _judged(row: Row, scenario: ScenarioRow, never: str) -> Question:
    """What is forbidden, as done; or in its place a step of the same card. Which of them, a hash tells."""
    prompt = f"{scenario.name}，这样做对吗？"
    own = [step for step in scenario.steps if not step.who.startswith("其他")]
    if own and int(digest("judged", row.id, never), 16) % 2:
        step = own[int(digest("step", row.id, never), 16) % len(own)]
        return row.asked(
            "never", "truth", prompt, text=step.act, right=["对"], line=line_of(step), critical=True
        )
    return row.asked("never", "truth", prompt, text=done(never), right=["不对"], line=never, critical=True)


def _who(row: Row, scenario: ScenarioRow, said: _Steps) -> list[Question]:
    """Who takes a step. Whoever sees it first may be anybody, so he is neither asked for nor offered."""
    named = {doer(step) for step in scenario.steps if step.who and not step.who.startswith(ANYBODY)}
    made = []
    for step in scenario.steps:
        if doer(step) in named and said.like(step.act) == 1 and not _ANYBODYS.search(step.act + step.how):
            prompt = f"{scenario.name}，这步谁去做？"
            made += row.choice(
                "who", prompt, right=doer(step), candidates=named, line=line_of(step), text=step.act
            )
    return few(made, 1)


def _numbers(row: Row, scenario: ScenarioRow) -> list[Question]:
    prompt = f"{subject(scenario.name, '应急')}，空里填几？"
    lines = [one for step in scenario.steps for one in (step.act, step.how)] + scenario.notes
    return [
        question
        for line in lines
        for gap in numbers_in(line)
        for question in row.blank(prompt, line=line, right=gap.right, candidates=gap.wrong)
    ]


def _supplies(row: Row, scenario: ScenarioRow, pool: Pool) -> list[Question]:
    """Where a thing is kept; a place where another post keeps the same thing is right as well."""
    for supply in ranked(row.id, scenario.supplies):
        if kept := kept_at(supply):
            what, where = kept
            if len(what) > LONGEST_SUBJECT:
                continue
            same = pool.places_of(what)
            prompt = f"{what}{' ' if what[-1].isascii() else ''}在哪儿？"
            places = [place for _, place in pool.kept if place not in same]
            if made := row.choice("blank", prompt, right=where, candidates=places, line=supply):
                return made
    return []
