"""When a question comes back, as a phone reckons it: FSRS 6 with one learning step of ten minutes, without chance.

The phone's own is static/client/model/recite/schedule.ts; here are only its two grades, Again and Good.
"""

import math
from datetime import UTC, datetime, timedelta

from app.recite.schemas import Memory, Pace

# The weights that FSRS 6 comes with.
W = (
    0.212, 1.2931, 2.3065, 8.2956, 6.4133, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796,
    1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542,
)  # fmt: skip
AGAIN, GOOD, EASY = 1, 3, 4
LEARNING, REVIEW, RELEARNING = 1, 2, 3
STEP = timedelta(minutes=10)
LEAST = 0.001  # days
_FACTOR = round(math.exp(math.log(0.9) / -W[20]) - 1, 8)


def after(memory: Memory | None, right: bool, at: datetime, pace: Pace) -> Memory:
    """The memory that results from an answer at a moment."""
    grade, apart = GOOD if right else AGAIN, _days(memory.last_review, at) if memory else 0
    stability, difficulty = _next(memory, grade, apart)
    again = not right
    if right:
        reach = _interval(stability, pace)
        if memory is not None and memory.state == REVIEW:
            reach = max(reach, _interval_after_hard(memory, apart, pace) + 1)
        reach = min(reach, pace.longest_days)
    since = memory.last_review if memory else None
    return Memory(
        due=at + (STEP if again else timedelta(days=reach)),
        stability=stability,
        difficulty=difficulty,
        elapsed_days=max(0, (at - since).days) if since else 0,
        scheduled_days=0 if again else reach,
        learning_steps=0,
        reps=(memory.reps if memory else 0) + 1,
        lapses=(memory.lapses if memory else 0) + (again and memory is not None and memory.state == REVIEW),
        state=_state(memory) if again else REVIEW,
        last_review=at,
    )


def _state(memory: Memory | None) -> int:
    """What a question is after a wrong answer."""
    return RELEARNING if memory is not None and memory.state in (REVIEW, RELEARNING) else LEARNING


def _days(since: datetime | None, at: datetime) -> int:
    """Days between two moments, by the calendar of UTC."""
    return (at.astimezone(UTC).date() - since.astimezone(UTC).date()).days if since else 0


def _next(memory: Memory | None, grade: int, apart: int) -> tuple[float, float]:
    """(stability, difficulty) after an answer."""
    if memory is None:
        return max(W[grade - 1], 0.1), _within(_first_difficulty(grade), 1, 10)
    recalled = _chance(apart, memory.stability)
    return _stability(memory, grade, apart, recalled), _difficulty(memory.difficulty, grade)


def _first_difficulty(grade: int) -> float:
    return round(W[4] - math.exp((grade - 1) * W[5]) + 1, 8)


def _difficulty(before: float, grade: int) -> float:
    damped = round(-W[6] * (grade - 3) * (10 - before) / 9, 8)
    return _within(round(W[7] * _first_difficulty(EASY) + (1 - W[7]) * (before + damped), 8), 1, 10)


def _stability(memory: Memory, grade: int, apart: int, recalled: float) -> float:
    before, hard = memory.stability, memory.difficulty
    if apart == 0:
        grown = math.pow(before, -W[19]) * math.exp(W[17] * (grade - 3 + W[18]))
        return _kept(before * (max(grown, 1) if grade > AGAIN else grown))
    if grade == AGAIN:
        forgot = (
            W[11]
            * math.pow(hard, -W[12])
            * (math.pow(before + 1, W[13]) - 1)
            * math.exp((1 - recalled) * W[14])
        )
        return min(round(before / math.exp(W[17] * W[18]), 8), _kept(forgot))
    return _kept(before * (1 + _growth(memory, recalled)))


def _growth(memory: Memory, recalled: float, penalty: float = 1) -> float:
    ease = math.exp(W[8]) * (11 - memory.difficulty) * math.pow(memory.stability, -W[9])
    return ease * (math.exp((1 - recalled) * W[10]) - 1) * penalty


def _chance(apart: int, stability: float) -> float:
    """How likely it is still remembered."""
    return round(math.pow(1 + _FACTOR * apart / stability, -W[20]), 8)


def _interval(stability: float, pace: Pace) -> int:
    stretch = round((math.exp(math.log(pace.retention / 100) / -W[20]) - 1) / _FACTOR, 8)
    return min(max(1, round(stability * stretch)), pace.longest_days)


def _interval_after_hard(memory: Memory, apart: int, pace: Pace) -> int:
    """How far Hard would have put it: Good puts it a day further at least."""
    if apart == 0:
        hard = _kept(
            memory.stability * max(math.pow(memory.stability, -W[19]) * math.exp(W[17] * (2 - 3 + W[18])), 1)
        )
    else:
        hard = _kept(memory.stability * (1 + _growth(memory, _chance(apart, memory.stability), W[15])))
    good = _stability(memory, GOOD, apart, _chance(apart, memory.stability))
    return min(_interval(hard, pace), _interval(good, pace))


def _kept(stability: float) -> float:
    return round(_within(stability, LEAST, 36500), 8)


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
