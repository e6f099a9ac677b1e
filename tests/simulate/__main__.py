"""`make simulate SHIFTS=N SEED=S`, and `make simulate-bugs`, which proves that the simulator sees."""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.conftest import ROOT
from tests.simulate.bugs import PLANTED

CLIENT = ROOT / "static" / "client"
WITHIN = 500  # seeds in which a planted bug has to show
SHARE = 250  # shifts that one server plays
COUNTS = ("shifts", "records", "faults", "lost", "doubled", "leaked", "stuck")


def build(outdir: Path, bug: str = "") -> None:
    """Bundle the driver and the app, spoilt by `bug` where the bug is the phone's."""
    subprocess.run(
        ["node", "tools/simulate.mjs", str(outdir), *([bug] if bug else [])], cwd=CLIENT, check=True
    )
    picture = BytesIO()
    Image.new("RGB", (1, 1), (90, 90, 90)).save(picture, "JPEG")
    (outdir / "pixel.jpg").write_bytes(picture.getvalue())


def build_app() -> str:
    """The app's own rooms as one script, with `globalThis.app` as the handle on them."""
    with tempfile.TemporaryDirectory(prefix="gangka-sim-") as folder:
        build(Path(folder))
        return (Path(folder) / "tab.js").read_text(encoding="utf-8")


@contextmanager
def server(bug: str = "") -> Iterator[str]:
    """The real server in a process of its own; its address."""
    command = [sys.executable, "-m", "tests.simulate.server", *([bug] if bug else [])]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()


def drive(built: Path, *, shifts: int, seed: int, bug: str = "") -> tuple[dict[str, int], str]:
    """Play shifts: the counts of the last line, and what was found wrong."""
    with server(bug) as base:
        options = {
            "base": base,
            "tab": str(built / "tab.js"),
            "jpeg": str(built / "pixel.jpg"),
            "shifts": shifts,
            "seed": seed,
            "untilFirst": bool(bug),
        }
        done = subprocess.run(
            ["node", "--enable-source-maps", str(built / "main.mjs"), json.dumps(options)],
            capture_output=True,
            text=True,
            check=False,
        )
    said = done.stdout.strip().splitlines() or [""]
    counts = {name: int(number) for name, number in re.findall(r"(\w+) (\d+)", said[-1])}
    if not counts:
        return {}, f"seeds from {seed}: it broke off ({done.returncode})\n{done.stderr}"
    return counts, done.stderr


def run(shifts: int, seed: int, jobs: int) -> tuple[dict[str, int], str]:
    """Play shifts, a share at a time, each with a server of its own; `jobs` shares side by side."""
    total, words = dict.fromkeys(COUNTS, 0), ""
    with tempfile.TemporaryDirectory(prefix="gangka-sim-") as folder, ThreadPoolExecutor(jobs) as pool:
        build(Path(folder))
        shares = [
            pool.submit(drive, Path(folder), shifts=min(SHARE, shifts - at), seed=seed + at)
            for at in range(0, shifts, SHARE)
        ]
        for share in as_completed(shares):
            counts, found = share.result()
            total = {name: total[name] + counts.get(name, 0) for name in COUNTS}
            words += found
            print(f"{found}{total['shifts']}/{shifts}", file=sys.stderr, flush=True)
    return total, words


def caught(bug: str) -> int | None:
    """How many shifts it took to see a planted bug; None where it was not seen."""
    with tempfile.TemporaryDirectory(prefix="gangka-sim-") as folder:
        build(Path(folder), bug)
        counts, words = drive(Path(folder), shifts=WITHIN, seed=1, bug=bug)
    bad = sum(counts.get(name, 0) for name in ("lost", "doubled", "leaked", "stuck"))
    print(f"{bug}: {words.splitlines()[0] if words else ''}", file=sys.stderr, flush=True)
    return counts.get("shifts") if bad else None  # a stumble of the simulator itself proves nothing


def phone_bugs() -> dict[str, dict[str, str]]:
    """The bugs that can be planted in the phone's code: name > `file`, what to `find` there, its `replace`ment."""
    found: dict[str, dict[str, str]] = json.loads(
        (CLIENT / "simulate" / "bugs.json").read_text(encoding="utf-8")
    )
    return found


def line(counts: dict[str, int]) -> str:
    """The one line at the end."""
    return ", ".join(f"{name} {counts.get(name, 0)}" for name in COUNTS)


def prove(names: list[str]) -> int:
    """Plant each bug in turn; 0 where all were seen, and the same shifts find nothing in the app as it is."""
    seen = {name: caught(name) for name in names}
    for name, shift in seen.items():
        print(f"{name}: {'NOT SEEN' if shift is None else f'seen in shift {shift}'}")
    longest = max((shift for shift in seen.values() if shift), default=0)
    clean, words = run(longest, seed=1, jobs=1)
    print(f"without a bug: {line(clean)}")
    missed = sum(shift is None for shift in seen.values())
    print(f"bugs {len(names)}, seen {len(names) - missed}")
    return 1 if missed or words else 0


def main() -> int:
    """Parse and run."""
    parser = argparse.ArgumentParser(prog="simulate", description=__doc__)
    parser.add_argument("--shifts", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--bugs", nargs="*", help="plant these bugs, or all, and see each caught")
    asked = parser.parse_args()
    if asked.bugs is not None:
        return prove(asked.bugs or [*phone_bugs(), *PLANTED])
    counts, _ = run(asked.shifts, asked.seed, asked.jobs)
    print(line(counts))
    bad = sum(counts[name] for name in ("lost", "doubled", "leaked", "stuck"))
    return 1 if bad or counts["shifts"] != asked.shifts else 0


if __name__ == "__main__":
    sys.exit(main())
