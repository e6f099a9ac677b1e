"""Nothing is dropped silently: what a document says and no card, no head and no warning holds, is named."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

import msgspec

from app.exchange.office.blocks import Document, Para
from app.exchange.pasted_cells import squash
from app.exchange.reading.desk import Desk
from app.exchange.reading.schemas import ReadCard, ReadPost
from app.exchange.reading.text import TICKED, UNTICKED, unmarked

_LABEL = re.compile(r"^\s*[^：:，。；]{2,16}[：:]")  # 风险等级：一般 was read as 一般
_WORD = re.compile(r"[^\W_]+")


def name_lost(document: Document, cards: Iterable[ReadCard], posts: Iterable[ReadPost], desk: Desk) -> None:
    """Warn of every text of the document that stands nowhere in what was read."""
    kept = list(_texts(msgspec.to_builtins([list(cards), list(posts)])))
    kept += [one.message for one in desk.warnings]
    kept += [question.ask for question in desk.questions.values()]
    kept += desk.labels
    words = {word for text in kept for word in _words(text)}
    whole = "".join(word for text in kept for word in _words(text))
    known: set[str] = set()
    for where, text in texts_of(document):
        if text in known or squash(text) in desk.spent:
            continue
        if squash(_LABEL.sub("", text)) in desk.spent:
            continue
        known.add(text)
        if any(word not in words and word not in whole for word in _words(text)):
            desk.unread(where, text)


def texts_of(document: Document) -> Iterator[tuple[str, str]]:
    """Each text of a document once, with its place: a merged cell is one."""
    for block in document.blocks:
        if isinstance(block, Para):
            yield block.where, block.text
            continue
        seen: set[tuple[int, int]] = set()
        for row in block.rows:
            for cell in row.cells:
                if cell.at not in seen and cell.text.strip():
                    seen.add(cell.at)
                    yield row.where, cell.text


def _words(text: str) -> list[str]:
    bare = unmarked(text)
    bare = "".join(" " if char in TICKED + UNTICKED else char for char in bare)
    return _WORD.findall(unicodedata.normalize("NFKC", bare))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from map(str, value)
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, str):
        yield value
