"""Documents for tests of reading, drawn as text; and the check that a reading drops nothing."""

import re
import unicodedata
from typing import Any

import msgspec

from app.cards.schemas import Kind
from app.exchange.office.blocks import Cell, Document, Para, Row, Table
from app.exchange.reading.desk import Desk
from app.exchange.reading.fields import told
from app.exchange.reading.headings import seems_heading
from app.exchange.reading.levels import written
from app.exchange.reading.reader import read
from app.exchange.reading.rows import spots
from app.exchange.reading.schemas import ReadCard, Reading
from app.exchange.reading.text import is_same, ordinal
from app.exchange.reading.titles import is_company, label_of, pairs_of, title_of

Block = str | Para | Table


def table(drawn: str, where: str = "第 1 个表") -> Table:
    """A table drawn with |; ^ is merged with the cell above, < with the one to the left, \\n a line's end."""
    lines = [
        [cell.strip().replace("\\n", "\n") for cell in line.split("|")]
        for line in drawn.strip("\n").split("\n")
    ]
    width = max(map(len, lines))
    texts = [line + [""] * (width - len(line)) for line in lines]
    at: dict[tuple[int, int], tuple[int, int]] = {}
    rows = []
    for r, line in enumerate(texts):
        for c, text in enumerate(line):
            at[r, c] = at[r - 1, c] if text == "^" else at[r, c - 1] if text == "<" else (r, c)
        cells = tuple(Cell(texts[at[r, c][0]][at[r, c][1]], at[r, c]) for c in range(width))
        rows.append(Row(cells, f"{where}第 {r + 1} 行"))
    return Table(tuple(rows), where)


def document(*blocks: Block) -> Document:
    """Paragraphs and drawn tables (every text with a |) in order."""
    made: list[Para | Table] = []
    for block in blocks:
        if not isinstance(block, str):
            made.append(block)
        elif "|" in block:
            made.append(table(block, f"第 {sum(isinstance(one, Table) for one in made) + 1} 个表"))
        else:
            made.append(Para(block, f"第 {sum(isinstance(one, Para) for one in made) + 1} 段"))
    return Document(blocks=made)


def sheet(name: str, drawn: str) -> list[Block]:
    """A sheet of a workbook."""
    where = f"工作表“{name}”"
    return [Para(name, where), table(drawn, where)]


def reading(*blocks: Block, answers: dict[str, str] | None = None) -> Reading:
    """What is read of a document; whatever it says must stand somewhere in it."""
    made = document(*blocks)
    found = read(made, answers)
    dropped = lost(made, found)
    assert not dropped, dropped
    return found


def one_card(*blocks: Block, answers: dict[str, str] | None = None) -> ReadCard:
    """The only card of a document."""
    found = reading(*blocks, answers=answers)
    assert len(found.cards) == 1, [(card.post, card.kind) for card in found.cards]
    return found.cards[0]


def rows(*blocks: Block, answers: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The rows of a document's only card, under the names of fields."""
    made: list[dict[str, Any]] = told(one_card(*blocks, answers=answers))["rows"]
    return made


def codes(found: Reading) -> list[str]:
    """The codes of a reading's warnings."""
    return [one.code for one in found.warnings]


def kinds(found: Reading) -> list[tuple[str, Kind]]:
    """Post and kind of every card."""
    return [(card.post, card.kind) for card in found.cards]


def asked(found: Reading) -> list[str]:
    """The keys of a reading's questions."""
    return [one.key for one in found.questions]


def lost(made: Document, found: Reading) -> list[str]:
    """Words of cells and paragraphs that stand in no field, no head, no post, no question and no warning."""
    whole = msgspec.to_builtins([found.cards, found.posts, found.warnings, found.questions])
    kept = _plain(" ".join(_values([whole, [told(card) for card in found.cards]])))
    missing = [text for text in _texts(made) if not _is_there(text, kept)]
    return [text for text in missing if not _is_read(text)]


def _is_there(text: str, kept: str) -> bool:
    text = " ".join(value for _, _, value in pairs_of(text)) if pairs_of(text) else text
    text = re.sub("措施(?=：)", "", text)  # 管理措施：… is read as 管理：…
    bare = re.sub(
        r"(?m)(^|(?<=[\s。；;，]))\s*([（(]?[\d一二三四五六七八九十]{1,2}[)）.、]|[①-⑳]|第.{1,3}条[\s：])",
        " ",
        text,
    )
    words = re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", bare))
    return all(word in kept for word in words)


def _is_read(text: str) -> bool:
    """Texts that are read into something else: headings, titles, numbers, levels, scores, 同上, ticks."""
    score = re.fullmatch(r"([LSECMDR]=)?\d+(\.\d+)?|[×\d=LSECMDR,，]+", text.strip())
    return bool(
        ordinal(text)
        or is_same(text)
        or score
        or seems_heading(text)
        or re.search("固有|剩余|控制前|控制后", text)
        or label_of(text)
        or text == "岗位清单"
        or is_company(text)
        or written(text).known
        or title_of(text, sure=True)
        or text in ("√", "□", "☑", "×", "无", "红", "橙", "黄", "蓝")
    )


def _texts(made: Document) -> list[str]:
    found = [block.text for block in made.blocks if isinstance(block, Para)]
    for block in made.blocks:
        if isinstance(block, Table):
            found += [
                spot.text for at, row in enumerate(block.rows) for spot in spots(row, at) if not spot.held
            ]
    return [text for text in found if text.strip()]


def _values(value: object) -> list[str]:
    """All texts of a structure, headings of extra columns first."""
    if isinstance(value, dict):
        return [str(key) for key in value] + [text for one in value.values() for text in _values(one)]
    if isinstance(value, list):
        return [text for one in value for text in _values(one)]
    return [value] if isinstance(value, str) else []


def _plain(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text.replace("\\n", " "))))


def desk(answers: dict[str, str] | None = None) -> Desk:
    """A desk without questions."""
    return Desk(answers or {})
