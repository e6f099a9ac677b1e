"""How the house is laid out: rooms, the order of imports, and the size of what is in them."""

import ast
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = (
    "access",
    "audit",
    "cards",
    "changes",
    "checks",
    "core",
    "demo",
    "exchange",
    "hazards",
    "keeping",
    "labels",
    "learning",
    "notify",
    "org",
    "papers",
    "reports",
    "questions",
    "recite",
    "risk",
    "settings",
    "spotchecks",
    "sync",
)
WITHOUT_PAGES = {
    "core": "knows no domain",
    "demo": "is data",
    "keeping": "is commands and jobs",
    "labels": "its pages are the printed sheets and the public card",
    "questions": "is asked on the phone",
    "recite": "is shown on the phone",
    "risk": "is pure",
}
SHARED_PAGES = {"console"}  # the frame that the console's pages of several rooms stand in
LONG_FILES: dict[str, str] = {}
LONG_FUNCTIONS: dict[str, str] = {}
LIMIT_FILE, LIMIT_FUNCTION = 300, 40
FILES = sorted((ROOT / "app").rglob("*.py"))


def folders(where: str) -> set[str]:
    return {
        one.name for one in (ROOT / where).iterdir() if one.is_dir() and not one.name.startswith(("_", "."))
    }


def functions(file: Path) -> Iterator[tuple[ast.FunctionDef, bool]]:
    """Each function of a file, and whether it is public: not hidden itself, nor within something hidden."""

    def walk(node: ast.AST, public: bool) -> Iterator[tuple[ast.FunctionDef, bool]]:
        for child in ast.iter_child_nodes(node):
            named = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            shown = public and not (named and child.name.startswith("_"))
            if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
                yield child, shown
                yield from walk(child, False)
            else:
                yield from walk(child, shown)

    yield from walk(ast.parse(file.read_text(encoding="utf-8")), True)


def test_every_room_is_one_folder_of_the_app_and_one_of_the_tests() -> None:
    assert folders("app") == set(ROOMS)
    assert folders("tests") >= set(ROOMS)
    assert folders("tests") - set(ROOMS) <= {"browser", "bench", "faults", "simulate", "vectors"}


def test_every_room_with_pages_keeps_them_in_a_folder_of_its_name() -> None:
    assert folders("templates") - SHARED_PAGES == set(ROOMS) - set(WITHOUT_PAGES)


def test_every_room_has_its_place_in_the_order_of_imports() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    placed = {name.strip() for layer in contract["contracts"][0]["layers"] for name in layer.split("|")}
    assert set(ROOMS) <= placed


def test_imports_run_down_the_house() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stdout


def test_risk_and_the_core_know_no_room_above_them() -> None:
    for room, allowed in {"core": {"core"}, "risk": {"risk"}}.items():
        for file in (ROOT / "app" / room).glob("*.py"):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            named = {
                node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
            }
            assert {one.split(".")[1] for one in named if one.startswith("app.")} <= allowed, file.name


def test_files_are_short() -> None:
    long = {
        str(file.relative_to(ROOT))
        for file in FILES
        if len(file.read_text(encoding="utf-8").splitlines()) > LIMIT_FILE
    }
    assert long <= set(LONG_FILES)


def test_functions_are_short() -> None:
    long = {
        f"{file.relative_to(ROOT)}:{found.name}"
        for file in FILES
        for found, _ in functions(file)
        if found.end_lineno - found.lineno + 1 > LIMIT_FUNCTION
    }
    assert long <= set(LONG_FUNCTIONS)


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT / "app")))
def test_every_public_function_says_what_it_does(file: Path) -> None:
    bare = [found.name for found, public in functions(file) if public and not ast.get_docstring(found)]
    protocols = {"role", "unit_path", "closed_at", "grants"} if file.name == "policy.py" else set()
    assert set(bare) <= protocols


def test_test_files_are_short_too() -> None:
    whole = {
        "test_pasted.py": "the reader's scenarios stand together",
        "test_matrix.py": "one table of every route and role",
    }
    for file in (ROOT / "tests").rglob("test_*.py"):
        assert file.name in whole or len(file.read_text(encoding="utf-8").splitlines()) <= LIMIT_FILE, (
            file.name
        )
