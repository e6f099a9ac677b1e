"""The bugs that can be planted still fit the phone's code: each has one place, and changes it."""

import pytest

from tests.simulate.__main__ import CLIENT, phone_bugs

BUGS = phone_bugs()


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_has_its_place(name: str) -> None:
    bug = BUGS[name]
    source = (CLIENT / bug["file"]).read_text(encoding="utf-8")
    assert source.count(bug["find"]) == 1
    assert bug["replace"] != bug["find"]
