"""What a supervisor's pages cost when everything around their department grows a hundredfold."""

import statistics

from tests.bench.scaled import HEAD, PRINCIPAL, Reader, Scaled, alternating, p95, side_by_side

REQUESTS = 60
WATCHED = 7  # requests of what has no goal
BOARD, FIVE = ["/console/board"], ["/api/five"]
LEDGERS = [
    f"{page}?page={number}"
    for number in (1, 2, 3, 5, 8)
    for page in ("/console/checks", "/console/board/list")
]
MONTH = "/console/board?kind=month"


def boards() -> dict[str, float]:
    """On SQLite."""
    with side_by_side(postgres=False) as (small, large):
        return _figures(small, large)


def boards_postgres() -> dict[str, float]:
    """On PostgreSQL."""
    with side_by_side(postgres=True) as (small, large):
        return {f"{name}_postgres": value for name, value in _figures(small, large).items()}


def _figures(small: Scaled, large: Scaled) -> dict[str, float]:
    heads = [Reader(one, HEAD) for one in (small, large)]
    board, five, ledgers = (
        [p95(waits) for waits in alternating(heads, paths, REQUESTS)] for paths in (BOARD, FIVE, LEDGERS)
    )
    found = {
        "board_p95_growth": board[1] / board[0],
        "five_p95_growth": five[1] / five[0],
        "ledger_page_p95_growth": ledgers[1] / ledgers[0],
        "board_p95_ms": board[1],
        "five_p95_ms": five[1],
        "board_month_ms": _median(heads[1], MONTH),
        "board_enterprise_ms": _median(Reader(large, PRINCIPAL), BOARD[0]),
    }
    return found if large.per_second is None else found | {"scale_records_per_s": large.per_second}


def _median(reader: Reader, path: str) -> float:
    return statistics.median(alternating([reader], [path], WATCHED)[0])
