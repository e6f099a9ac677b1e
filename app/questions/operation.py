"""Questions on the operation card (岗位操作卡): 会操作."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from app.cards.schemas import OperationRow
from app.questions.emergency import LONGEST_ORDER, SHORTEST_ORDER
from app.questions.forbidden import done
from app.questions.numbers import numbers_in
from app.questions.risk import opposites
from app.questions.rows import Row, few, subject
from app.questions.schemas import Question
from app.questions.texts import clauses, digest, plain, same_said, sentences, short_part

LONGEST_STATEMENT = 24
WINDOW = 4
THIS = "这一步"
BLANKS_A_ROW = 1
_IN_TURN = re.compile(r"^(先|再|最后|然后|接着)")
_PHASES = {"前": "开工前", "后": "收工时", "": "干活"}  # in 中 stand things that happen, in no order


def of_step(row: Row, step: OperationRow) -> list[Question]:
    """The questions on one step of the work."""
    prompt = f"{subject(step.procedure, THIS)}，空里填"
    blanks = [
        one
        for gap in numbers_in(step.standard)
        for one in row.blank(f"{prompt}几？", line=step.standard, right=gap.right, candidates=gap.wrong)
    ]
    blanks += opposites(row, f"{prompt}什么？", step.standard)
    wrong = [one for one in step.forbidden if done(one) and plain(done(one)) not in plain(step.standard)]
    judged = few([_judged(row, step, one) for one in wrong], 1)
    return [*judged, *_in_turn(row, step), *few(blanks, BLANKS_A_ROW)]


def _judged(row: Row, step: OperationRow, never: str) -> Question:
    """What is forbidden, as done; or in its place what the card demands. Which of them, a hash tells."""
    prompt = f"{subject(step.procedure, THIS)}，这样干对吗？"
    demanded = short_part(step.standard, LONGEST_STATEMENT)
    if demanded and int(digest("judged", row.id, never), 16) % 2:
        return row.asked(
            "never", "truth", prompt, text=demanded, right=["对"], line=step.standard, critical=True
        )
    return row.asked("never", "truth", prompt, text=done(never), right=["不对"], line=never, critical=True)


def _in_turn(row: Row, step: OperationRow) -> list[Question]:
    """A standard that itself says what comes after what: by arrows, or by 先, 再 and 最后."""
    for sentence in sentences(step.standard):
        parts = _by_arrows(sentence) or _by_words(sentence)
        apart = not any(same_said(a, b) for n, a in enumerate(parts) for b in parts[:n])
        if SHORTEST_ORDER <= len(parts) <= LONGEST_ORDER and apart:
            name = subject(step.procedure, THIS)
            text = step.procedure if name == THIS else ""
            prompt = f"{name}，先后怎么排？"
            return [row.asked("order", "order", prompt, text=text, right=parts, line=step.standard)]
    return []


def _by_arrows(sentence: str) -> list[str]:
    parts = [clause.strip() for clause in clauses(sentence)[0].split("→")] if "→" in sentence else []
    return [part for part in parts if part]


def _by_words(sentence: str) -> list[str]:
    parts = clauses(sentence)
    turns = sum(bool(_IN_TURN.match(part)) for part in parts)
    return [_IN_TURN.sub("", part) for part in parts] if turns >= SHORTEST_ORDER - 1 else []


def in_order(rows: Sequence[tuple[Row, OperationRow]]) -> list[Question]:
    """The order of steps of one phase that one person takes, a question for each phase."""
    made = []
    for run in _runs(rows):
        names = [step.procedure for _, step in run]
        start = int(digest("window", *(row.id for row, _ in run)), 16) % max(1, len(run) - WINDOW + 1)
        window = names[start : start + WINDOW]
        if any(same_said(a, b) for n, a in enumerate(window) for b in window[:n]):
            continue
        first, (_, step) = run[start][0], run[start]
        line = "".join(f"{name}。" for name in window)
        made.append(
            first.asked("order", "order", f"{_PHASES[step.phase]}，先后怎么做？", right=window, line=line)
        )
    return made


def _runs(rows: Sequence[tuple[Row, OperationRow]]) -> Iterator[list[tuple[Row, OperationRow]]]:
    for (phase, _), group in groupby(rows, key=lambda one: (one[1].phase, one[1].who)):
        run = list(group)
        if phase in _PHASES and len(run) >= SHORTEST_ORDER:
            yield run
