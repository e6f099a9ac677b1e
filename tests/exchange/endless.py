"""Pastes that go on for ever: one thing after a table's head, again and again."""

HEADER = "\t序号\n\t安全职责\n\t到位标准\n\n"
UNITS = (
    "\t",
    "\t\n",
    "\tx\n",
    "\t1\n",
    "\n",
    " ",
    "1.",
    "1",
    "（",
    "\n\n甲岗位安全生产责任制",
    HEADER,
    "\t1\n\n甲岗位安全生产责任制\n",
)


def endless(unit: str, size: int) -> str:
    """A table of duties with one row, and about `size` characters of `unit` after it."""
    return HEADER + "\t1\n\t甲\n" + unit * (size // len(unit))
