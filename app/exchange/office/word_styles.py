"""What a Word file's styles say that a reader needs: headings, numbered paragraphs, hidden text."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.exchange.office.markup import below, whole

_OFF = {"0", "false", "off"}
_MOST_PARENTS = 20


def is_on(properties: Element | None, name: str) -> bool:
    """Whether a switch such as w:vanish is set among these properties."""
    found = properties.find(name) if properties is not None else None
    return found is not None and found.get("w:val", "1").lower() not in _OFF


def value(parent: Element | None, path: str) -> str | None:
    """The w:val of an element below this one."""
    found = below(parent, path)
    return found.get("w:val") if found is not None else None


@dataclass
class Style:
    """One named style."""

    parent: str = ""
    heading: int = 0
    numbering: str | None = None  # w:numId
    level: int | None = None  # w:ilvl
    hidden: bool = False
    contents: bool = False  # a line of the table of contents


@dataclass
class Styles:
    """All styles of a file, by id."""

    all: dict[str, Style] = field(default_factory=dict)

    def heading(self, style: str) -> int:
        """1 to 9 where the style, or one that it is based on, is a heading's."""
        return next((one.heading for one in self._line(style) if one.heading), 0)

    def numbering(self, style: str) -> tuple[str | None, int | None]:
        """The list and the level that a style's paragraphs belong to."""
        line = list(self._line(style))
        return (
            next((one.numbering for one in line if one.numbering is not None), None),
            next((one.level for one in line if one.level is not None), None),
        )

    def hidden(self, style: str) -> bool:
        """Whether text of this style is not shown."""
        return any(one.hidden for one in self._line(style))

    def contents(self, style: str) -> bool:
        """Whether paragraphs of this style are the table of contents."""
        return any(one.contents for one in self._line(style))

    def _line(self, style: str) -> Iterator[Style]:
        for _ in range(_MOST_PARENTS):
            found = self.all.get(style)
            if found is None:
                return
            yield found
            style = found.parent


def read_styles(root: Element | None) -> Styles:
    """The styles of word/styles.xml."""
    if root is None:
        return Styles()
    return Styles({one.get("w:styleId", ""): _style(one) for one in root.iter("w:style")})


def _style(one: Element) -> Style:
    level = value(one, "w:pPr/w:numPr/w:ilvl")
    return Style(
        parent=value(one, "w:basedOn") or "",
        heading=_heading(one),
        numbering=value(one, "w:pPr/w:numPr/w:numId"),
        level=whole(level) if level is not None else None,
        hidden=is_on(one.find("w:rPr"), "w:vanish"),
        contents=(value(one, "w:name") or "").lower().startswith("toc "),
    )


def _heading(one: Element) -> int:
    outline = value(one, "w:pPr/w:outlineLvl")
    if outline is not None:
        return outline_level(outline)
    name = (value(one, "w:name") or "").lower()
    return whole(name.removeprefix("heading ")) if name.startswith("heading ") else int(name == "title")


def outline_level(outline: str | None) -> int:
    """The heading's level that w:outlineLvl states: 0 to 8 there, 9 for none."""
    level = whole(outline, 9)
    return level + 1 if 0 <= level < 9 else 0
