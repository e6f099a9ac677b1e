"""Reading XML that somebody else wrote: no DTD, no entities, not too deep, not too much.

Names get short prefixes, the same for both editions of the format (transitional and strict): w:p, x:row, r:id.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from app.exchange.office.limits import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, broken, too_much

_OPEN = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_PREFIXES = {
    _OPEN + "wordprocessingml/2006/main": "w",
    _STRICT + "wordprocessingml/main": "w",
    _OPEN + "spreadsheetml/2006/main": "x",
    _STRICT + "spreadsheetml/main": "x",
    _OPEN + "officeDocument/2006/relationships": "r",
    _STRICT + "officeDocument/relationships": "r",
    _OPEN + "officeDocument/2006/math": "m",
    _STRICT + "officeDocument/math": "m",
    _OPEN + "drawingml/2006/main": "a",
    _STRICT + "drawingml/main": "a",
    _OPEN + "drawingml/2006/spreadsheetDrawing": "xdr",
    _STRICT + "drawingml/spreadsheetDrawing": "xdr",
    _OPEN + "drawingml/2006/chart": "c",
    _STRICT + "drawingml/chart": "c",
    _OPEN + "drawingml/2006/diagram": "dgm",
    _STRICT + "drawingml/diagram": "dgm",
    _OPEN + "package/2006/relationships": "rel",
    _OPEN + "package/2006/content-types": "ct",
    _OPEN + "markup-compatibility/2006": "mc",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}
# fmt: off
# How text looks: most of a Word file, and never asked for.
_LOOKS = frozenset((
    "w:sz", "w:szCs", "w:lang", "w:color", "w:shd", "w:tcW", "w:tcBorders", "w:tblBorders", "w:tcMar",
    "w:tblCellMar", "w:tblLook", "w:tblW", "w:spacing", "w:ind", "w:jc", "w:vAlign", "w:b", "w:bCs", "w:i",
    "w:iCs", "w:u", "w:kern", "w:w", "w:position", "w:snapToGrid", "w:proofErr", "w:bookmarkStart",
    "w:bookmarkEnd", "w:lastRenderedPageBreak", "w:tabs", "w:pBdr", "w:textAlignment", "w:widowControl",
    "w:adjustRightInd", "w:autoSpaceDE", "w:autoSpaceDN", "w:trHeight", "w:cantSplit", "w:noProof",
    "w:tblGrid", "w:tblLayout", "w:highlight", "w:pPrChange", "w:rPrChange", "w:tblPrChange",
    "w:trPrChange", "w:tcPrChange", "w:sectPrChange", "w:tblGridChange", "w:tblPrExChange",
    "w:numberingChange",
))
# fmt: on
_DENSEST = 2 * MAX_ELEMENTS + 1000  # "<" in a part of so many elements
_FEW_ATTRIBUTES = 100_000  # may stand as close together as they like
_FAULTS = (ParseError, DefusedXmlException, ValueError, LookupError, UnicodeError)
_names: dict[str, str] = {}
_MOST_NAMES = 5000


class Budget:
    """How many elements may still be read of a file."""

    def __init__(self) -> None:
        self.elements = MAX_ELEMENTS


class Target:
    """What takes in a part while it is read. Counts, and refuses what is too deep or too much."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.depth = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self.depth += 1
        self.budget.elements -= 1
        if self.depth > MAX_DEPTH:
            raise broken()
        if self.budget.elements < 0:
            raise too_much()
        self.opened(short(tag), attributes)

    def end(self, tag: str) -> None:
        """An element ends."""
        self.depth -= 1
        self.closed(short(tag))

    def data(self, text: str) -> None:
        """Text within an element, perhaps not all of it."""

    def close(self) -> None:
        """The part ends."""

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins, under its short name."""

    def closed(self, tag: str) -> None:
        """An element ends, under its short name."""


def feed(raw: bytes, target: Target) -> None:
    """Read a part into a target, all of it at once: in pieces, one long word would be read again and again."""
    marks, attributes = raw.count(b"<"), raw.count(b"=")
    if marks > _DENSEST or attributes > min(MAX_ATTRIBUTES, max(_FEW_ATTRIBUTES, 4 * marks)):
        raise too_much()
    parser: Any = XMLParser(target=target, forbid_dtd=True)
    try:
        parser.feed(raw)
        parser.close()
    except _FAULTS as error:
        raise broken() from error


def tree(raw: bytes, budget: Budget) -> Element:
    """A part as elements, without what says only how text looks."""
    target = _Tree(budget)
    feed(raw, target)
    return target.root()


def short(name: str) -> str:
    """A name with its prefix: w:p. Unknown name spaces get `?`."""
    found = _names.get(name)
    if found is None:
        space, _, local = name.removeprefix("{").rpartition("}")
        found = f"{_PREFIXES.get(space, '?')}:{local}" if space else local
        if len(_names) < _MOST_NAMES:
            _names[name] = found
    return found


def below(parent: Element | None, path: str) -> Element | None:
    """The first element down a path such as w:pPr/w:numPr. (ElementTree's own paths take w: for a name space.)"""
    for tag in path.split("/"):
        if parent is None:
            return None
        parent = parent.find(tag)
    return parent


def each(parent: Element | None, tag: str) -> Iterator[Element]:
    """The children of that name, one after the other."""
    return (one for one in (parent if parent is not None else ()) if one.tag == tag)


def whole(text: str | None, otherwise: int = 0) -> int:
    """A small number that a file states; anything else counts as not stated."""
    try:
        return int(text) if text is not None and len(text) < 10 else otherwise
    except ValueError:
        return otherwise


class _Tree(Target):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.builder = TreeBuilder()
        self.skipped = 0  # the depth of the element that is left out

    def opened(self, tag: str, attributes: Mapping[str, str]) -> None:
        if not self.skipped and tag in _LOOKS:
            self.skipped = self.depth
        if not self.skipped:
            self.builder.start(tag, {short(name): value for name, value in attributes.items()})

    def closed(self, tag: str) -> None:
        if not self.skipped:
            self.builder.end(tag)
        elif self.depth < self.skipped:
            self.skipped = 0

    def data(self, text: str) -> None:
        if not self.skipped:
            self.builder.data(text)

    def root(self) -> Element:
        return self.builder.close()
