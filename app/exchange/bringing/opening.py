"""What stands in an Office file: our own sheets exactly as they were written, anything else as far as it is clear."""

from collections.abc import Mapping

from app.exchange.office.blocks import Document, Para, Table
from app.exchange.office.limits import MAX_FOREIGN, too_much
from app.exchange.office.opening import open_office
from app.exchange.reading.desk import Desk
from app.exchange.reading.reader import read
from app.exchange.reading.schemas import ReadCard, Reading, ReadPost, Told
from app.exchange.writing.columns import NAMES_OF_SHEETS
from app.exchange.writing.workbook import read_ours

MINE = "plan:"  # how keys of questions begin that the plan asks, not the reading
NOTHING = "文件里没有找到卡"
_OFFICE = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
)
_NAMES = (".docx", ".xlsx", ".doc", ".xls", ".docm", ".xlsm", ".xlsb", ".wps", ".et", ".pdf")


def is_office(raw: bytes, name: str = "") -> bool:
    """Whether a file, by its content or by what it calls itself, is one that only `open_office` can take or refuse."""
    return raw.startswith(_OFFICE) or name.lower().endswith(_NAMES)


def read_file(raw: bytes, answers: Mapping[str, str], duty_limit: int) -> Reading:
    """All that was read from a file. Raises Problem for one that can't be opened."""
    document = open_office(raw)
    given = {key: value for key, value in answers.items() if not key.startswith(MINE)}
    desk = Desk(given)
    cards, rest = read_ours(document, desk)
    refuse_too_many(rest)
    if rest.blocks == document.blocks:
        return read(document, given, duty_limit=duty_limit)
    others = any(isinstance(one, Table) for one in rest.blocks)
    if not others:
        _name_rest(rest, desk)
        desk.strangers()
    made = Reading(cards=cards, posts=_posts(cards), questions=list(desk.questions.values()))
    made.warnings = [*_notes(document), *desk.warnings]
    if others:
        left = {key: value for key, value in given.items() if key not in desk.questions}
        _add(made, read(Document(rest.blocks, []), left, duty_limit=duty_limit))
    if not made.cards and not made.questions:
        made.refused = NOTHING
    return made


def refuse_too_many(rest: Document) -> None:
    """Raise FileTooLarge for tables that are larger than any list of cards that somebody wrote."""
    tables = (one for one in rest.blocks if isinstance(one, Table))
    if sum(len(row.cells) for table in tables for row in table.rows) > MAX_FOREIGN:
        raise too_much("表里的格子太多了")


def _name_rest(rest: Document, desk: Desk) -> None:
    for one in rest.blocks:
        if isinstance(one, Para) and one.text not in NAMES_OF_SHEETS.values():
            desk.unread(one.where, one.text)


def _notes(document: Document) -> list[Told]:
    return [Told(code=one.code, where=one.where, message=one.message) for one in document.notes]


def _posts(cards: list[ReadCard]) -> list[ReadPost]:
    places = {(one.unit, one.post): one.where for one in reversed(cards)}
    return [ReadPost(title=post, unit=unit, where=where) for (unit, post), where in reversed(places.items())]


def _add(made: Reading, more: Reading) -> None:
    """What stands beside our own sheets; that nothing could be read there is no reason to refuse ours."""
    made.cards += more.cards
    made.posts += more.posts
    made.warnings += more.warnings
    made.questions += more.questions
    if more.refused:
        made.warnings.append(Told(code="unread", where="", message=more.refused))
