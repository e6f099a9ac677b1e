"""A file from its first block to its last: paragraphs and tables, put into sections."""

import re

from app.cards.schemas import Kind
from app.exchange.office.blocks import Document, Para, Table
from app.exchange.reading.contacts import is_contact
from app.exchange.reading.headings import exact
from app.exchange.reading.labels import SAID
from app.exchange.reading.sections import NOTE, Entry, Scope, Section
from app.exchange.reading.tables import TableReader
from app.exchange.reading.titles import Title, is_company, pairs_of, title_of

_POSTS = re.compile(r"^.{0,12}岗位(清单|一览表|名单|目录|汇总表?)$")
_CALLS = re.compile(r"^(应急|联系|值班|报警|救援|内部|外部|急救){0,3}(电话|方式)[:：]")
_GOES_ON = re.compile(
    r"^[（(]?\s*(续表|续上表|续前表|接上表|接上页|转下页|续|以下空白|正面|背面|附件\s*\d*|附表\s*\d*)\s*[)）]?[:：]?$"
)
_BEHIND = frozenset({"notes", "never", "supplies", "rights", "signs"})
_DULL_SHEET = re.compile(r"(?i)^(sheet|工作表|表)\s*\d*$")


def sections_of(document: Document, scope: Scope) -> list[Section]:
    """All that a file says, section by section."""
    for at, block in enumerate(document.blocks):
        if isinstance(block, Table):
            TableReader(scope, block).read()
            continue
        after = document.blocks[at + 1] if at + 1 < len(document.blocks) else None
        if block.where.startswith("工作表") and isinstance(after, Table) and after.where == block.where:
            _sheet(scope, block)
        elif block.text.strip():
            _paragraph(scope, block, above_table=isinstance(after, Table))
    return [one for one in scope.sections if not one.empty or one.head or one.notes]


def _sheet(scope: Scope, block: Para) -> None:
    scope.new_sheet()
    scope.titles.append(block.text)
    title = None if _DULL_SHEET.match(block.text.strip()) else title_of(block.text, sure=True)
    scope.now.where = block.where
    if title:
        scope.titled(title, block.text, block.where)


def _paragraph(scope: Scope, block: Para, *, above_table: bool) -> None:
    text = block.text.strip()
    pairs = pairs_of(text)
    if "页眉" in block.where or "页脚" in block.where:
        _page_head(scope, text)
    elif NOTE.match(text):
        scope.now.notes.append(block)
    elif _labelled(scope.now, text, block.where):
        return
    elif is_company(text):
        _company(scope, text)
    elif exact(Kind.EMERGENCY, text) == "contacts" or _POSTS.match(text) or _GOES_ON.match(text):
        scope.titles.append(text)
    elif pairs:
        approved = all(key in ("approval", "owner", "jingle") for key, _, _ in pairs)
        if scope.now.full and not approved and any(key in ("post", "unit") for key, _, _ in pairs):
            scope.begin(block.where)
        scope.say(pairs, block.where, broad=True)
    elif title := title_of(text, sure=block.heading > 0 or above_table):
        if scope.now.full and "续" in text and (title.post, title.kind) == (scope.now.post, scope.now.kind):
            scope.titles.append(text)
        else:
            scope.titled(title, text, block.where)
    else:
        _words(scope.now, block)


def _words(now: Section, block: Para) -> None:
    """A paragraph that is no title: telephone numbers, or text before or behind a table."""
    if is_contact(block.text.strip()) and (now.full or _CALLS.match(block.text.strip())):
        now.contacts.append(block)
    else:
        (now.after if now.full else now.paras).append(block)


def _labelled(now: Section, text: str, where: str) -> bool:
    """Take 注意事项：… behind a table as a line of its card."""
    said = SAID.match(text)
    if said is None or now.kind is None or not now.full or exact(now.kind, said[1]) not in _BEHIND:
        return False
    now.entries.append(Entry(said[1].strip(), [said[2].strip()], where))
    now.labels.add(said[1].strip())
    return True


def _page_head(scope: Scope, text: str) -> None:
    """What stands at the head of each page names the enterprise, seldom the post."""
    scope.titles.append(text)
    title = title_of(text)
    if title and title.post:
        scope.titled(Title(post=title.post, unit=title.unit, company=title.company, broad=True), text, "页眉")
    elif is_company(text):
        _company(scope, text)


def _company(scope: Scope, text: str) -> None:
    """The enterprise's name holds for all cards of the file."""
    scope.titles.append(text)
    scope.company = text
    if scope.now.empty:
        scope.now.company = text
