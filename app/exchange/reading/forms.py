"""Forms whose labels stand in the first column, read as a table with one row, or one for each value."""

from collections.abc import Sequence
from itertools import pairwise

from app.cards.schemas import Kind
from app.exchange.reading.headings import Path, arrange, exact, head_key, is_phase, plain
from app.exchange.reading.labels import form_label
from app.exchange.reading.sections import DataRow, Entry, Part
from app.exchange.reading.text import items, marked, ordinal
from app.exchange.reading.titles import is_situation, title_of
from app.exchange.reading.words import MAIN

_BEGINS: dict[Kind, tuple[str, ...]] = {
    Kind.RISK: ("point", "source", "hazard"),
    Kind.DUTY: ("duty",),
    Kind.OPERATION: ("procedure",),
    Kind.EMERGENCY: ("name",),
}
_SHARED = (
    "notes",
    "never",
    "supplies",
    "contacts",
    "owner",
    "signs",
)  # below the last record: of all of them


def kinds_of(
    entries: Sequence[Entry], kind: Kind | None, tabled: Kind | None
) -> list[tuple[Kind, list[Entry]]]:
    """The labels of a form by the kind of card that they are of. A label of two kinds goes where most go."""
    if not entries:
        return []
    if kind in (None, Kind.OPERATION) and (phased := [one for one in entries if is_phase(one.label)]):
        others = dict(kinds_of([one for one in entries if one not in phased], kind, tabled))
        return list((others | {Kind.OPERATION: [*phased, *others.get(Kind.OPERATION, [])]}).items())
    paths = [_path(entry) for entry in entries]
    scores = {one: arrange(one, paths).score + (4 if one is kind else 0) for one in Kind}
    best = tabled or max(Kind, key=lambda one: scores[one])
    if not tabled and scores[best] < 3:
        return []
    own = [_own_kind(entry) for entry in entries]
    if kind is None and tabled is None and len(set(own) - {None}) > 2:
        return _apart(entries, own)
    if tabled:
        return _beside(entries, tabled)
    groups: dict[Kind, list[Entry]] = {best: []}
    here = best
    for entry, path in zip(entries, paths, strict=True):
        if not arrange(best, [path]).score:
            here = next(
                (one for one in Kind if exact(one, entry.label) in MAIN[one]), best if here is best else here
            )
        else:
            here = best
        groups.setdefault(here, []).append(entry)
    return [(one, found) for one, found in groups.items() if found]


def _own_kind(entry: Entry) -> Kind | None:
    """The kind of card that a label names by itself: 岗位职责, 应急处置."""
    title = title_of(entry.label) if not entry.parent else None
    if title is not None and title.kind is not None:
        return title.kind
    return next((kind for kind in Kind if exact(kind, entry.label) in MAIN[kind]), None)


def _beside(entries: Sequence[Entry], tabled: Kind) -> list[tuple[Kind, list[Entry]]]:
    """Labels beside a table are of its card, but for those that name another card."""
    groups: dict[Kind, list[Entry]] = {}
    for entry in entries:
        title = None if entry.parent or exact(tabled, entry.label) else title_of(entry.label)
        groups.setdefault((title.kind if title else None) or tabled, []).append(entry)
    return list(groups.items())


def _apart(entries: Sequence[Entry], own: Sequence[Kind | None]) -> list[tuple[Kind, list[Entry]]]:
    """A form of all four cards in one: each label begins its own."""
    groups: dict[Kind, list[Entry]] = {}
    here = next(kind for kind in own if kind)
    for entry, kind in zip(entries, own, strict=True):
        here = kind or here
        groups.setdefault(here, []).append(entry)
    return list(groups.items())


def _path(entry: Entry) -> Path:
    label = entry.label.rstrip("：:") or entry.label
    return (entry.parent, label) if entry.parent else (label,)


def blocks_of(kind: Kind, entries: Sequence[Entry]) -> list[list[Entry]]:
    """A form whose main label comes again holds several records, one below the other: 事故情形 … 事故情形 …"""
    starts = _starts(kind, entries)
    if not starts:
        return [list(entries)]
    blocks = [list(entries[start:end]) for start, end in pairwise([*starts, len(entries)])]
    before = {one.label for block in blocks[:-1] for one in block}
    shared = [one for one in blocks[-1] if one.label not in before and exact(kind, one.label) in _SHARED]
    lead = [*entries[: starts[0]], *shared]
    return [[*lead, *(one for one in block if one not in shared)] for block in blocks]


def _starts(kind: Kind, entries: Sequence[Entry]) -> list[int]:
    """Where each record begins: at a main label that comes again behind other labels; [] for a single record."""
    labels = [one.label for one in entries]
    for label in dict.fromkeys(one for one in labels if exact(kind, one) in _BEGINS[kind]):
        starts = [
            at
            for at, one in enumerate(entries)
            if one.label == label and one.values and labels[at - 1 : at] != [label]
        ]
        if len(starts) > 1 and all(end - start > 1 for start, end in pairwise([*starts, len(entries)])):
            return starts
    return []


def as_part(kind: Kind, entries: Sequence[Entry]) -> Part:
    """The labels as headings, and what stands beside them as rows."""
    if kind is Kind.EMERGENCY and (part := _steps_part(entries)):
        return part
    if kind is Kind.OPERATION and any(is_phase(entry.label) for entry in entries):
        return _phases_part(entries)
    lines: dict[Path, list[Entry]] = {}
    for entry in entries:
        lines.setdefault(_path(entry), []).append(entry)
    count = _records(kind, lines)
    part = Part(list(lines), entries[0].where)
    for at in range(count):
        texts = [_text(found, at, count) for found in lines.values()]
        part.rows.append(DataRow(entries[0].where, texts, [False] * len(texts)))
    return _itemised(kind, part) if count == 1 and kind is not Kind.EMERGENCY else part


def _itemised(kind: Kind, part: Part) -> Part:
    """Numbered items beside a label are rows, if what stands beside the other labels is numbered as far."""
    columns = arrange(kind, part.paths).columns
    main = next((one.at for one in columns if one.field in MAIN[kind]), None)
    row = part.rows[0]
    if main is None and kind is Kind.OPERATION:
        main = next((one.at for one in columns if one.field == "standard"), None)
    if main is None:
        return part
    split = [items(text) if _starts_numbered(text) else [text] for text in row.texts]
    count = len(split[main])
    whole = {
        one.at
        for one in columns
        if one.field == "rights" or head_key(part.paths[one.at][-1]) or not row.texts[one.at]
    }
    if count < 2 or any(len(found) != count for at, found in enumerate(split) if at not in whole):
        return part
    part.paths.append(("序号",))
    part.rows.pop(0)
    for at in range(count):
        texts = [row.texts[column] if column in whole else found[at] for column, found in enumerate(split)]
        part.rows.append(DataRow(row.where, [*texts, str(at + 1)], [False] * len(part.paths)))
    return part


def _starts_numbered(text: str) -> bool:
    return bool(marked(text)[0])


def _records(kind: Kind, lines: dict[Path, list[Entry]]) -> int:
    """How many cards stand side by side: as many as the main label has values, if another has as many."""
    counts = {path: len(found[0].values) for path, found in lines.items() if len(found) == 1}
    main = [n for path, n in counts.items() if arrange(kind, [path]).columns[0].field in MAIN[kind]]
    most = max(main, default=1)
    return most if most > 1 and list(counts.values()).count(most) > 1 else 1


def _text(found: list[Entry], at: int, count: int) -> str:
    if count > 1 and len(found) == 1 and len(found[0].values) == count:
        return found[0].values[at]
    return "\n".join(_line(entry.values) for entry in found if entry.values)


def _line(values: list[str]) -> str:
    """What stands beside a label; a number in a cell of its own is the number of an item."""
    number = ordinal(values[0]) if len(values) == 2 else None
    return " ".join(values) if number is None else f"{number}. {values[1]}"


def _phases_part(entries: Sequence[Entry]) -> Part:
    """作业前 | 1.… 2.…: beside each phase stand its steps; the other lines stand with the first."""
    rest = [entry for entry in entries if not is_phase(entry.label)]
    base = as_part(Kind.OPERATION, rest) if rest else Part([], entries[0].where, [DataRow("", [], [])])
    part = Part([*base.paths, ("阶段",), ("作业程序",)], entries[0].where)
    texts = base.rows[0].texts
    for entry in entries:
        for text in items("\n".join(entry.values)) if is_phase(entry.label) else ():
            part.rows.append(DataRow(entry.where, [*texts, entry.label, text], [False] * len(part.paths)))
            texts = [""] * len(base.paths)
    return part


def _steps_part(entries: Sequence[Entry]) -> Part | None:
    """处置措施 | 触电 | 1.…: beside the label stand situations or steps by name, one a line."""
    steps = [entry for entry in entries if exact(Kind.EMERGENCY, entry.label) == "steps"]
    if not steps or any(not 2 <= len(entry.values) <= 4 for entry in steps):
        return None
    named = any(exact(Kind.EMERGENCY, entry.label) == "name" for entry in entries)
    if named and len(steps) == 1 and ordinal(steps[0].values[0]) is None:
        return None
    rest = [entry for entry in entries if entry not in steps]
    base = as_part(Kind.EMERGENCY, rest) if rest else Part([], entries[0].where, [DataRow("", [], [])])
    heads = [("事故情形",), ("处置步骤",)] if not named else [("做什么",), ("怎么做",)]
    heads.append(("谁去做",))
    part = Part([*base.paths, *heads], entries[0].where)
    for entry in steps:
        values = entry.values[1:] if ordinal(entry.values[0]) is not None else entry.values
        part.rows.append(
            DataRow(entry.where, [*base.rows[0].texts, *_cells(values, named)], [False] * len(part.paths))
        )
    return part


def _cells(values: list[str], named: bool) -> list[str]:
    """Situation or step, its text, and who."""
    if len(values) == 1:
        return ["", values[0], ""]
    if not named and not is_situation(values[0]) and len(values) == 2 and len(values[0]) > 12:
        return ["", "\n".join(values), ""]
    return [values[0], values[1], " ".join(values[2:])]


def labels_of(entries: Sequence[Entry]) -> list[str]:
    """The words that stand as labels."""
    return [
        word
        for entry in entries
        for word in (entry.label, entry.parent, plain(entry.label))
        if form_label(None, word)
    ]
