"""`make bench`: prints a table and writes latest.json. Ratios to a bare reference in the same run, medians."""

import json
from pathlib import Path

from tests.bench import measure
from tests.bench.server import serving

GOALS = {
    "scan_ready_ratio": ("≤", 1.2),
    "card_wire_bytes": ("≤", 14336),
    "offline_reopen_ratio": ("≤", 1.5),
    "client_first_screen_gzip_bytes": ("≤", 61440),
    "card_p95_under_slow_uploads_ratio": ("≤", 3),
}
OUT = Path(__file__).parent / "latest.json"


def main() -> None:
    """Measure everything, print it beside its goal, keep it."""
    found: dict[str, float] = {}
    for name, job in measure.JOBS.items():
        with serving() as site:
            print(f"{name} …", flush=True)
            found[name] = round(job(site), 3)
    width = max(map(len, found))
    for name, value in found.items():
        sign, goal = GOALS[name]
        met = "ok" if value <= goal else "missed"
        print(f"{name:<{width}}  {value:>12,.3f}  {sign} {goal:>9,}  {met}")
    OUT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


main()
