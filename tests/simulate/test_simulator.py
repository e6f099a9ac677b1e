"""Shifts against the real server, with everything going wrong: nothing lost, doubled, leaked or stuck."""

import pytest

from tests.simulate.__main__ import run

pytestmark = pytest.mark.database  # the servers that it starts make one each
SHIFTS = 300


def test_nothing_is_lost_doubled_leaked_or_stuck() -> None:
    counts, words = run(SHIFTS, seed=1, jobs=1)
    bad = {name: counts[name] for name in ("lost", "doubled", "leaked", "stuck")}
    assert bad == {"lost": 0, "doubled": 0, "leaked": 0, "stuck": 0}, words
    assert counts["shifts"] == SHIFTS
    assert counts["records"] > SHIFTS  # something was at stake
    assert counts["faults"] > SHIFTS
