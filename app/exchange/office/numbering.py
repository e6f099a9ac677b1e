"""Automatic numbers of paragraphs, as Word shows them: they stand in no text, but people cite them."""

import re
from dataclasses import dataclass, field
from itertools import islice
from xml.etree.ElementTree import Element

from app.exchange.office.counting import counted
from app.exchange.office.markup import each, whole
from app.exchange.office.signs import bullet
from app.exchange.office.word_styles import Styles, value

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass
class Level:
    """How one level of a list counts."""

    form: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int = -1  # begins anew below levels up to this one; -1: below any
    legal: bool = False  # all its numbers in digits
    close: bool = False  # nothing between the number and the text


@dataclass
class _List:
    counts: str  # lists made from the same pattern go on counting together
    levels: dict[int, Level]
    begins: dict[int, int] = field(default_factory=dict)  # levels that this list starts anew


class Numbering:
    """Counts the numbered paragraphs of one file, in their order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._patterns = _patterns(root) if root is not None else {}
        self._lists = {} if root is None else self._read(root)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Element | None, style: str) -> str:
        """The number of the next paragraph with these properties, "" for one without."""
        identity, depth = self._place(properties, style)
        found = self._lists.get(identity)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return ""
        counts = self._counts.setdefault(found.counts, {})
        self._count(identity, found, counts, depth, level)
        return _shown(found, counts, depth, level)

    def _place(self, properties: Element | None, style: str) -> tuple[str, int]:
        own = value(properties, "w:numPr/w:numId")
        depth = value(properties, "w:numPr/w:ilvl")
        styled, styled_depth = self._styles.numbering(style)
        identity = own if own is not None else styled
        level = whole(depth) if depth is not None else styled_depth
        if level is None and own is None:
            level = self._level_of_style(identity or "", style)
        return identity or "", level or 0

    def _level_of_style(self, identity: str, style: str) -> int | None:
        found = self._lists.get(identity)
        linked = self._patterns.get(found.counts) if found else None
        for level in _first_levels(linked):
            if value(level, "w:pStyle") == style:
                return whole(level.get("w:ilvl"))
        return None

    def _count(self, identity: str, found: _List, counts: dict[int, int], depth: int, level: Level) -> None:
        begins = found.begins.get(depth)
        if begins is not None and (identity, depth) not in self._begun:
            counts.pop(depth, None)
        self._begun.add((identity, depth))
        start = begins if begins is not None else level.start
        counts[depth] = counts[depth] + 1 if depth in counts else start
        for deeper in [one for one in counts if one > depth]:
            below = found.levels.get(deeper)
            limit = below.restart if below else -1
            if limit == -1 or depth < limit:
                del counts[deeper]

    def _read(self, root: Element) -> dict[str, _List]:
        lists = {}
        links = {value(one, "w:styleLink"): key for key, one in self._patterns.items()}
        for one in root.findall("w:num"):
            pattern = value(one, "w:abstractNumId") or ""
            link = value(self._patterns.get(pattern), "w:numStyleLink")
            pattern = links.get(link, pattern) if link is not None else pattern
            base = self._patterns.get(pattern)
            levels = _levels(base) if base is not None else {}
            begins = {}
            for change in islice(each(one, "w:lvlOverride"), _LEVELS):
                depth = whole(change.get("w:ilvl"))
                levels.update(_levels(change))
                start = value(change, "w:startOverride")
                if start is not None:
                    begins[depth] = whole(start, 1)
            lists[one.get("w:numId", "")] = _List(pattern, levels, begins)
        lists.pop("0", None)  # "no list", where a style would give one
        return lists


def _patterns(root: Element) -> dict[str, Element]:
    return {one.get("w:abstractNumId", ""): one for one in root.findall("w:abstractNum")}


def _first_levels(parent: Element | None) -> list[Element]:
    return list(islice(each(parent, "w:lvl"), _LEVELS))


def _levels(parent: Element) -> dict[int, Level]:
    found = {}
    for one in _first_levels(parent):
        restart = value(one, "w:lvlRestart")
        legal = one.find("w:isLgl")
        found[whole(one.get("w:ilvl"))] = Level(
            form=_form(one),
            text=value(one, "w:lvlText") or "",
            start=whole(value(one, "w:start"), 1),
            restart=whole(restart, -1) if restart is not None else -1,
            legal=legal is not None and legal.get("w:val", "1") not in {"0", "false"},
            close=value(one, "w:suff") == "nothing",
        )
    return found


def _form(level: Element) -> str:
    """The level's form; a form of newer files stands beside its substitute for older programs."""
    form = value(level, "w:numFmt")
    if form is None:
        form = value(level, "mc:AlternateContent/mc:Choice/w:numFmt")
        if form in {None, "custom"}:
            form = value(level, "mc:AlternateContent/mc:Fallback/w:numFmt")
    return form or "decimal"


def _shown(found: _List, counts: dict[int, int], depth: int, level: Level) -> str:
    if level.form == "bullet":
        return bullet(level.text) + " "

    def number(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        of = found.levels.get(at)
        if of is None or at > depth:
            return ""
        form = "decimal" if level.legal and of.form != "none" else of.form
        return counted(counts.get(at, of.start), form)

    text = _PLACEHOLDER.sub(number, level.text).strip()
    if not text or level.close or not text[-1].isascii():
        return text
    return text + " "
