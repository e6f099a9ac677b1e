"""What the tests of the desk share: addresses, the form of a page as a browser would send it, a draft begun."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from werkzeug.datastructures import MultiDict

from app.cards import editing
from app.cards.models import CardVersion
from app.cards.queries import cards_of, draft
from app.cards.schemas import Kind
from tests.world import World


def desk(world: World, more: str = "") -> str:
    """An address below the crusher's cards."""
    return f"/console/posts/{world.crusher_id}/cards{more}"


def row_at(world: World, identity: str, kind: Kind = Kind.RISK, more: str = "") -> str:
    """The address of a row of a draft."""
    return desk(world, f"/{kind}/draft/rows/{identity}{more}")


def begun(world: World, kind: Kind = Kind.RISK) -> CardVersion:
    """A published card of the crusher, and the draft of its next version."""
    world.publish(world.crusher, kind)
    return editing.begin(world.crusher, kind, by=world.people["team_leader"].id)


def stands(world: World, kind: Kind = Kind.RISK) -> CardVersion:
    """The draft as the database holds it now."""
    world.forget()
    found = draft(next(one for one in cards_of(world.crusher_id) if one.kind == kind))
    assert found is not None
    return found


def words(world: World, kind: Kind = Kind.RISK) -> list[dict[str, Any]]:
    """What the rows of the draft say."""
    return [row.body for row in stands(world, kind).rows]


def order(world: World, kind: Kind = Kind.RISK) -> list[str]:
    """The rows of the draft."""
    return [row.identity for row in stands(world, kind).rows]


class _Form(HTMLParser):
    """The fields of the first form with a base, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.pairs: list[tuple[str, str]] = []
        self.select = self.area = ""
        self.chosen: str | None = None
        self.text: list[str] = []
        self.inert = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {key: value or "" for key, value in attrs}
        self.inert += tag == "template"
        if self.inert:
            return
        if tag == "input" and (held.get("type") != "checkbox" or "checked" in held) and "name" in held:
            self.pairs.append((held["name"], held.get("value", "")))
        elif tag == "select":
            self.select, self.chosen = held["name"], None
        elif tag == "option" and (self.chosen is None or "selected" in held):
            self.chosen = held.get("value", "")
        elif tag == "textarea":
            self.area, self.text = held["name"], []

    def handle_endtag(self, tag: str) -> None:
        self.inert -= tag == "template"
        if self.inert:
            return
        if tag == "select" and self.select:
            self.pairs.append((self.select, self.chosen or ""))
            self.select = ""
        if tag == "textarea" and self.area:
            self.pairs.append((self.area, "".join(self.text).removeprefix("\n").replace("\n", "\r\n")))
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area and not self.inert:
            self.text.append(data)


def form_of(page: str, **typed: str) -> MultiDict[str, str]:
    """The form of an editor's page (or of a choice), with these fields typed anew."""
    found = re.search(r"<form[^>]*data-(?:editor|choice).*?</form>", page, re.S)
    assert found is not None, page
    reader = _Form()
    reader.feed(found[0])
    form = MultiDict(reader.pairs)
    for name, text in typed.items():
        form.setlist(name.replace("__", "."), [text])
    return form


def said(page: str) -> str:
    """The words of a page, without marks and without spaces."""
    return "".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
