"""A file from its first block to its last: paragraphs and tables, put into sections."""

import re

from app.cards.schemas import Kind
from app.exchange.office.blocks import Document, Para, Table
from app.exchange.reading.contacts import is_contact
from app.exchange.reading.headings import exact
from app.exchange.reading.sections import NOTE, Scope, Section
from app.exchange.reading.tables import TableReader
from app.exchange.reading.titles import Title, is_company, pairs_of, title_of

_POSTS = re.compile(r"^.{0,12}岗位(清单|一览表|名单|目录|汇总表?)$")
_CALLS = re.compile(r"^(应急|联系|值班|报警|救援|内部|外部|急救){0,3}(电话|方式)[:：]")
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
    elif is_company(text):
        _company(scope, text)
    elif exact(Kind.EMERGENCY, text) == "contacts" or _POSTS.match(text):
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
    elif is_contact(text) and (scope.now.full or _CALLS.match(text)):
        scope.now.contacts.append(block)
    elif scope.now.full:
        scope.now.after.append(block)
    else:
        scope.now.paras.append(block)


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
