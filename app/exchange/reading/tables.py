"""The rows of one table, put into sections: titles, labels with values, headings and what stands below them."""

import re

from app.cards.schemas import Kind
from app.exchange.office.blocks import Para, Row, Table
from app.exchange.pasted_cells import squash
from app.exchange.reading.contacts import has_number
from app.exchange.reading.headings import (
    Path,
    head_key,
    is_heading,
    plain,
    seems_heading,
)
from app.exchange.reading.labels import (
    MEASURES,
    SAID,
    exact_any,
    form_label,
    has_main,
    is_label_here,
    is_own_label,
    kind_of,
    kinds_down,
    of_card,
)
from app.exchange.reading.parts import goes_on
from app.exchange.reading.rows import Spot, heading_end, is_heading_row, paths_of, row_pairs, spots
from app.exchange.reading.sections import NOTE, DataRow, Entry, Part, Scope
from app.exchange.reading.text import ordinal
from app.exchange.reading.titles import label_of, title_of

_TOTAL = re.compile(r"^(合计|总计|小计|共计)")
_ENDING = frozenset({"supplies", "notes", "contacts", "never", "owner", "signs", "rights"})


class TableReader:
    """Reads one table from top to bottom into the scope's sections."""

    def __init__(self, scope: Scope, table: Table) -> None:
        self.scope = scope
        self.table = table
        self.part: Part | None = None
        self.paths: list[Path] = []  # the headings that were last read, for rows below a title
        self.group = ""
        self.headed = range(0)  # the rows of the heading
        self.label = ""  # of the form's line above
        self.first = True  # no heading and no form line of this table was read yet
        self.begun = scope.now.full  # an earlier table stands in this section

    def read(self) -> None:
        """Read all rows."""
        at, rows = 0, self.table.rows
        if self.scope.now.empty and not self.scope.now.title:
            self.scope.now.where = self.table.where
        self._go_on(rows)
        while at < len(rows):
            found = spots(rows[at], at)
            below = spots(rows[at + 1], at + 1) if at + 1 < len(rows) else []
            form = self._is_form_tail(found) or kinds_down(found, below)
            if found and not form and is_heading_row(rows[at], found):
                end = heading_end(rows, at)
                paths = paths_of(rows[at:end])
                self.headed = range(at, end)
                for column, cell in enumerate(rows[end].cells if end < len(rows) else ()):
                    if cell.at[0] in self.headed:
                        self.scope.labels.update(filter(seems_heading, paths[column]))
                        paths[column] = ()
                self._heading(paths, rows[at].where, rows[end:])
                at = end
                continue
            if found:
                self._row(rows[at], at, found)
            at += 1
        if not self.scope.now.full and self.scope.now.post:
            self.scope.post, self.scope.broad = self.scope.now.post, True

    def _go_on(self, rows: tuple[Row, ...]) -> None:
        """A table without heading whose numbers go on is the rest of the one above."""
        last = self.scope.now.parts[-1] if self.begun and self.scope.now.parts else None
        if last is None or not rows or len(last.paths) != len(rows[0].cells):
            return
        if not is_heading_row(rows[0], spots(rows[0], 0)) and goes_on(last, last.paths, rows):
            self.part, self.paths, self.first = last, last.paths, False

    def _is_form_tail(self, found: list[Spot]) -> bool:
        """A line of a form whose label began above: 应急处置 | 步骤 | 措施 would be a heading within it."""
        if not self.label or not 0 < len(found) < 3:
            return False
        return found[0].held or (self.part is None and len(found) == 2 and not is_heading(found[1].text))

    def _heading(self, paths: list[Path], where: str, below: tuple[Row, ...]) -> None:
        self.label = ""
        if self.part is not None and self.part.paths == paths:
            return
        self._next_section(paths, where, below)
        self.first, self.group, self.paths = False, "", paths
        last = self.scope.now.parts[-1] if self.scope.now.parts else None
        if last is not None and last.paths == paths:
            self.part = last
            return
        self.part = Part(paths, where)
        self.scope.now.parts.append(self.part)

    def _next_section(self, paths: list[Path], where: str, below: tuple[Row, ...]) -> None:
        """A table that goes on with none of the one above, and has no title, is a card of its own."""
        now = self.scope.now
        if not (now.entries or any(has_main(part.paths) for part in now.parts)):
            return
        own = has_main(paths)
        if self.first and self.begun:
            last = now.parts[-1] if now.parts else None
            if own and not (last and last.paths == paths and goes_on(last, paths, below)):
                self._begin(where, same=self.table.within)
        elif (
            now.parts
            and own
            and has_main(now.parts[-1].paths)
            and kind_of(paths) != kind_of(now.parts[-1].paths)
        ):
            self._begin(where, same=True)

    def _begin(self, where: str, *, same: bool) -> None:
        """A card of its own; `same`: of the post of the one above, in whose table or cell it stands."""
        was = self.scope.now
        made = self.scope.begin(where)
        if same:
            made.post, made.unit = made.post or was.post, made.unit or was.unit

    def _row(self, row: Row, at: int, found: list[Spot]) -> None:
        where = row.where
        if _TOTAL.match(squash(found[0].text)):
            text = " ".join(spot.text.strip() for spot in found)
            self.scope.now.head.append(("extra", "合计", text))
        elif len(found) == 1 and self._single(found[0], len(row.cells), where):
            return
        elif (pairs := row_pairs(found)) and self._is_pairs(pairs, found):
            self._pairs(pairs, where)
        elif self._inline(found, where):
            return
        elif self._is_numbered_group(found, len(row.cells)):
            self.group = found[1].text.strip()
            self.scope.labels.update(spot.text for spot in found)
        elif self._is_form(found, len(row.cells)):
            self._form(found, where)
        elif self.part is not None or self.paths:
            self._data(row, at)
        elif any(has_number(spot.text) for spot in found):
            self.scope.now.contacts.append(Para(" ".join(spot.text.strip() for spot in found), where))
        else:
            self.scope.now.loose.append(Para(" ".join(spot.text.strip() for spot in found), where))

    def _single(self, spot: Spot, width: int, where: str) -> bool:
        """A row with one written cell: a title, a note, a group; False where it is a line of data or of a form."""
        text = spot.text.strip()
        now = self.scope.now
        wide = spot.span * 2 > width or spot.at == 0
        title = title_of(text) if wide and not spot.held else None
        inside = self.part is not None and title is not None and not title.post
        if title and inside and title.kind in (None, now.kind) and not now.empty:
            title = None
        if title:
            self._titled(text, where)
        elif NOTE.match(text):
            now.notes.append(Para(text, where))
        elif (pairs := row_pairs([spot])) and any(value for _, _, value in pairs):
            self._pairs(pairs, where)
        elif self._inline([spot], where):
            return True
        elif now.full and (said := of_card(spot)):
            now.head.append(("extra", said[1].strip(), said[2].strip()))
        elif self.part is not None or self.paths:
            return self._group(spot, width)
        elif (self.label and (spot.held or spot.at > 0)) or exact_any(now.kind, text) or label_of(text):
            return False
        elif has_number(text) and len(text) < 80 and now.kind in (Kind.EMERGENCY, None):
            now.contacts.append(Para(text, where))
        else:
            (now.after if now.full else now.paras).append(Para(text, where))
        return True

    def _titled(self, text: str, where: str) -> None:
        title = title_of(text)
        now = self.scope.now
        if title is None or (now.full and (title.post, title.kind) == (now.post, now.kind)):
            return
        self.scope.titled(title, text, where, same=bool(now.kind and title.kind not in (None, now.kind)))
        self.part, self.group, self.label, self.begun = None, "", "", False

    def _group(self, spot: Spot, width: int) -> bool:
        """A line over the whole width of the table heads the rows below it."""
        if (
            spot.held
            or len(squash(spot.text)) > 40
            or (spot.span * 2 <= width and not (spot.at == 0 and width > 2))
        ):
            return False
        if spot.at == 0 and ordinal(spot.text) is not None:
            return False
        self.group = spot.text.strip()
        return True

    def _is_numbered_group(self, found: list[Spot], width: int) -> bool:
        """一 | 日常检查, the second over the rest of the table: the rows below are of it."""
        if self.part is None or len(found) != 2 or ordinal(found[0].text) is None or found[0].held:
            return False
        return not found[1].held and found[1].span > 1 and found[1].at + found[1].span == width

    def _is_pairs(self, pairs: list[tuple[str, str, str]], found: list[Spot]) -> bool:
        if self.part is None:
            return all(key != "owner" for key, _, _ in pairs) or len(pairs) > 1
        return pairs[0][0] in ("approval", "post") or ":" in squash(found[0].text)

    def _pairs(self, pairs: list[tuple[str, str, str]], where: str) -> None:
        had = self.scope.now
        self.scope.say(pairs, where, broad=False)
        if self.scope.now is not had:
            self.part, self.begun = None, False

    def _inline(self, found: list[Spot], where: str) -> bool:
        """风险点：球磨机 | 风险等级：二级: lines of a form whose labels stand in the cells of their values."""
        kind = self.scope.now.kind
        said = [SAID.match(spot.text.strip()) for spot in found]
        pairs = [(one[1].strip(), one[2].strip()) for one in said if one]
        fields = [exact_any(kind, label) or label_of(label) for label, _ in pairs]
        if len(pairs) < len(found) or not all(fields) or any(spot.held for spot in found):
            return False
        if (self.part is not None or self.paths) and not all(field in _ENDING for field in fields):
            return False
        for label, value in pairs:
            self.scope.now.entries.append(Entry(label, [value], where))
            self.scope.now.labels.add(label)
        return True

    def _is_form(self, found: list[Spot], width: int) -> bool:
        first, kind = found[0], self.scope.now.kind
        if self.part is None and first.held and self.label:
            return True
        if self.part is None and first.at > 0 and self.label:
            return True
        if self.part is None:
            return not self.paths and bool(
                form_label(kind, first.text) or (self.label and is_own_label(found))
            )
        field = exact_any(kind, first.text)
        counted = len(found) == 3 and ordinal(found[1].text) is not None  # 注意事项 | 1 | …
        tail = found[-1].span > 1 and (len(found) == 2 or counted) and first.at == 0
        return (field in _ENDING and tail) or (first.held and bool(self.label))

    def _form(self, found: list[Spot], where: str) -> None:
        kind, now = self.scope.now.kind, self.scope.now
        if not found[0].held and self.first and self.begun and self._begins_card(found[0].text):
            self.scope.begin(where)
        elif head_key(found[0].text) == "post" and not found[0].held and now.full:
            self.scope.begin(where, kind)
        now = self.scope.now
        self.first, self.part, self.paths = False, None, []
        entry: Entry | None = None
        for at, spot in enumerate(found):
            own = at == 0 and spot.at == 0 and not spot.held
            named = own or (
                form_label(kind, spot.text)
                and (at == 0 or at + 1 < len(found) or plain(spot.text) in MEASURES)
            )
            parent = entry.label if entry is not None and not entry.values else ""
            if named and (at == 0 or parent or is_label_here(spot, found, at)):
                entry = Entry(spot.text.strip(), [], where, parent)
                now.entries.append(entry)
                self.label = entry.label
            elif entry is None:
                entry = Entry(self.label, [spot.text.strip()], where)
                now.entries.append(entry)
            else:
                entry.values.append(spot.text.strip())

    def _begins_card(self, text: str) -> bool:
        """Whether a label that the section already has stands first in a further table."""
        return any(plain(entry.label) == plain(text) for entry in self.scope.now.entries)

    def _data(self, row: Row, at: int) -> None:
        if self.part is None:
            self.part = Part(self.paths, row.where)
            self.scope.now.parts.append(self.part)
        texts = [
            cell.text.strip() if cell.at[1] == column and cell.at[0] not in self.headed else ""
            for column, cell in enumerate(row.cells)
        ]
        held = [cell.at[0] < at for cell in row.cells]
        self.part.rows.append(DataRow(row.where, texts, held, self.group))
