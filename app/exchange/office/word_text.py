"""The text of one paragraph of Word: its runs, with what stands in them besides letters."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, SubElement

from app.exchange.office.markup import below
from app.exchange.office.signs import EMPTY, TICKED, in_font, sign
from app.exchange.office.word_fields import Fields, is_page_number
from app.exchange.office.word_styles import Styles, is_on, value

DELETED = frozenset({"w:del", "w:moveFrom"})
INSERTED = frozenset({"w:ins", "w:moveTo"})
_HOLDERS = frozenset(
    {"w:hyperlink", "w:smartTag", "w:bdo", "w:dir", "w:customXml", "w:rubyBase", "w:sdtContent"}
)
_FIXED = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:br": "\n",
    "w:cr": "\n",
    "w:noBreakHyphen": "-",
}
_PICTURES = frozenset({"a:blip", "v:imagedata"})


@dataclass
class Seen:
    """What else stands in a paragraph."""

    boxes: list[Element] = field(default_factory=list)  # w:txbxContent
    codes: set[str] = field(default_factory=set)  # picture, chart, embedded, hidden_text …
    comments: int = 0
    footnotes: int = 0


def chosen(alternate: Element) -> Element | None:
    """The one reading of an mc:AlternateContent: the others say the same again for older programs."""
    found = alternate.find("mc:Choice")
    return found if found is not None else alternate.find("mc:Fallback")


def control_text(control: Element) -> str | None:
    """What a content control shows instead of its content: a tick, or nothing for a prompt. None: its content."""
    properties = control.find("w:sdtPr")
    box = properties.find("w14:checkbox") if properties is not None else None
    if box is not None:
        ticked = box.find("w14:checked")
        return TICKED if ticked is not None and ticked.get("w14:val") in {"1", "true", "on"} else EMPTY
    return "" if is_on(properties, "w:showingPlcHdr") else None


def settle_control(control: Element) -> None:
    """Make a content control around paragraphs or cells hold what it shows: its tick, or nothing for a prompt."""
    shown = control_text(control)
    for at, paragraph in enumerate(control.iter("w:p") if shown is not None else ()):
        properties = paragraph.find("w:pPr")
        paragraph.clear()
        if properties is not None:
            paragraph.append(properties)
        if at == 0:
            SubElement(SubElement(paragraph, "w:r"), "w:t").text = shown


class Reader:
    """Reads paragraphs, one after the other."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._fields = Fields()
        self.seen = Seen()

    def text(self, paragraph: Element) -> str:
        """A paragraph's text without its number. What else is in it is in `seen` afterwards."""
        self.seen = Seen()
        hidden = self._styles.hidden(value(paragraph, "w:pPr/w:pStyle") or "")
        found = "".join(self._inline(paragraph, hidden=hidden))
        self._fields.paragraph_ends()
        return found

    def _inline(self, parent: Element, *, hidden: bool) -> Iterator[str]:
        for child in parent:
            tag = child.tag
            if tag == "w:r":
                yield from self._run(child, hidden=hidden)
            elif tag in _HOLDERS:
                yield from self._inline(child, hidden=hidden)
            elif tag in INSERTED or tag in DELETED:
                self.seen.codes.add("tracked_changes")
                if tag in INSERTED:
                    yield from self._inline(child, hidden=hidden)
            elif tag == "w:sdt":
                yield from self._control(child, hidden=hidden)
            elif tag == "w:fldSimple" and not is_page_number(child.get("w:instr", "")):
                yield from self._inline(child, hidden=hidden)
            elif tag in {"m:oMath", "m:oMathPara"}:
                yield from (one.text or "" for one in child.iter("m:t"))
            elif tag == "mc:AlternateContent":
                of = chosen(child)
                yield from self._inline(of, hidden=hidden) if of is not None else ()

    def _control(self, control: Element, *, hidden: bool) -> Iterator[str]:
        instead = control_text(control)
        if instead is not None:
            yield instead
        else:
            yield from self._inline(control, hidden=hidden)

    def _run(self, run: Element, *, hidden: bool) -> Iterator[str]:
        properties = run.find("w:rPr")
        own = properties.find("w:vanish") if properties is not None else None
        if own is not None:
            hidden = is_on(properties, "w:vanish")
        elif properties is not None:
            hidden = hidden or self._styles.hidden(value(properties, "w:rStyle") or "")
        struck = is_on(properties, "w:strike") or is_on(properties, "w:dstrike")
        font = _font(properties)
        for child in run:
            text = self._piece(child, font)
            if text and hidden:
                self.seen.codes.add("hidden_text")
            elif text and (child.tag == "w:fldChar" or self._fields.visible()):
                self.seen.codes |= {"struck"} if struck else set()
                yield text

    def _piece(self, piece: Element, font: str) -> str:
        tag = piece.tag
        if tag == "mc:AlternateContent" and (plain := below(piece, "mc:Fallback/w:t")) is not None:
            piece, tag = plain, "w:t"  # a sign of a newer font, and the same as a character
        if tag == "w:t":
            if not self._fields.visible():
                self._fields.code(piece.text or "")
            return in_font(font, piece.text or "")
        if tag in _FIXED:
            return _FIXED[tag]
        if tag == "w:sym":
            return sign(piece.get("w:font", ""), piece.get("w:char", ""))
        if tag == "w:fldChar":
            return self._fields.mark(piece)
        if tag == "w:instrText":
            self._fields.code(piece.text or "")
        elif tag == "w:ruby":
            base = piece.find("w:rubyBase")
            return "".join(self._inline(base, hidden=False)) if base is not None else ""
        else:
            self._look_at(piece)
        return ""

    def _look_at(self, piece: Element) -> None:
        """Whatever stands in a run and is no text: drawings, marks of comments and notes."""
        tag = piece.tag
        if tag == "w:commentReference":
            self.seen.comments += 1
        elif tag in {"w:footnoteReference", "w:endnoteReference"}:
            self.seen.footnotes += 1
        elif tag in _PICTURES:
            self.seen.codes.add("picture")
        elif tag in {"c:chart", "dgm:relIds"}:
            self.seen.codes.add("chart")
        elif tag == "o:OLEObject":
            self.seen.codes.add("embedded")
        elif tag == "w:txbxContent":
            self.seen.boxes.append(piece)
        elif tag == "mc:AlternateContent":
            of = chosen(piece)
            self._look_in(of)
        else:
            self._look_in(piece)

    def _look_in(self, parent: Element | None) -> None:
        for child in parent if parent is not None else ():
            self._look_at(child)


def _font(properties: Element | None) -> str:
    fonts = properties.find("w:rFonts") if properties is not None else None
    if fonts is None:
        return ""
    named = (fonts.get(key, "") for key in ("w:ascii", "w:hAnsi"))
    return next((one for one in named if one.lower().startswith(("wingdings", "symbol"))), "")
