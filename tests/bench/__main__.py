"""`make bench`: prints a table and writes latest.json. Ratios to a bare reference in the same run, medians."""

import json
import sys
from pathlib import Path

from tests.bench import measure
from tests.bench.server import serving

GOALS = {
    "scan_ready_ratio": ("≤", 1.2),
    "card_wire_bytes": ("≤", 14336),
    "offline_reopen_ratio": ("≤", 1.5),
    "client_first_screen_gzip_bytes": ("≤", 61440),
    "card_p95_under_slow_uploads_ratio": ("≤", 3),
    "push_one_ratio": ("≥", 0.4),
    "push_p95_ratio": ("≤", 2.5),
    "push_batch_gain": ("≥", 1.5),
    "sign_and_store_ms": ("≤", 150),
    "manifest_304_ms_worker": ("", None),
    "manifest_bytes_gzip_worker": ("≤", 1024),
    "manifest_304_ms_officer": ("", None),
    "manifest_bytes_gzip_officer": ("≤", 10240),
    "paste_growth": ("≤", 20),
    "import_rows_per_s": ("≥", 200),
    "publish_283_posts_s": ("≤", 60),
}
GROWN = {  # on SQLite, and on PostgreSQL
    "board_p95_growth": ("≤", 1.5),
    "five_p95_growth": ("≤", 1.5),
    "ledger_page_p95_growth": ("≤", 1.5),
    "board_p95_ms": ("≤", 200),
    "five_p95_ms": ("", None),
    "board_month_ms": ("", None),
    "board_enterprise_ms": ("", None),
    "scale_records_per_s": ("", None),
}
GOALS |= GROWN | {f"{name}_postgres": goal for name, goal in GROWN.items()}
OUT = Path(__file__).parent / "latest.json"


def main() -> None:
    """Measure everything, or the jobs named, print it beside its goal, keep it."""
    found: dict[str, float] = json.loads(OUT.read_text(encoding="utf-8")) if OUT.exists() else {}
    for name in sys.argv[1:] or measure.JOBS:
        print(f"{name} …", flush=True)
        figures = measured(measure.JOBS[name])
        many = figures if isinstance(figures, dict) else {name: figures}
        found.update({one: round(value, 3) for one, value in many.items()})
    width = max(map(len, found))
    for name, value in found.items():
        print(f"{name:<{width}}  {value:>12,.3f}  {verdict(value, *GOALS[name])}")
    OUT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


def measured(job: measure.Job | measure.OwnSites) -> float | dict[str, float]:
    """What a job finds on a fresh server, or on its own ones."""
    if isinstance(job, measure.OwnSites):
        return job.run()
    with serving(job.posts) as site:
        return job.run(site)


def verdict(value: float, sign: str, goal: float | None) -> str:
    """A figure beside its goal; some are only watched."""
    if goal is None:
        return "watched"
    met = value <= goal if sign == "≤" else value >= goal
    return f"{sign} {goal:>9,}  {'ok' if met else 'missed'}"


main()
