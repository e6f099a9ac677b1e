"""Built files of the client, by their logical names."""

import json
from functools import cache
from pathlib import Path

from markupsafe import Markup

DIST = Path(__file__).resolve().parent.parent.parent / "static" / "dist"


class NotBuilt(RuntimeError):
    """The front end has not been built; `make build` does it."""


def _read(name: str) -> str:
    try:
        return (DIST / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise NotBuilt(f"static/dist/{name} is missing: run `make build`") from None


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = json.loads(_read("manifest.json"))
    return found


@cache
def _icons() -> dict[str, str]:
    found: dict[str, str] = json.loads(_read("icons.json"))
    return found


def asset(name: str) -> str:
    """The address of a built file: `asset("console.css")` > "/static/dist/console-1a2b3c.css"."""
    return f"/static/dist/{_names()[name]}"


@cache
def text_of(name: str) -> str:
    """The text of a built file, to be set into a page."""
    return _read(_names()[name])


def has_icon(name: str) -> bool:
    """Whether the icon set holds `name`."""
    return name in _icons()


def icon_shape(name: str) -> Markup:
    """The inside of an icon's svg, 24 × 24; an unknown name gives the warning triangle, never nothing."""
    return Markup(_icons().get(name) or _icons()["alert-triangle"])  # noqa: S704 (our own build output)


def icon(name: str) -> Markup:
    """An icon set into the page. It is decoration: the word beside it says the same."""
    return Markup('<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{}</svg>').format(icon_shape(name))
