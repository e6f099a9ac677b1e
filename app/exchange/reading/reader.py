"""Reads cards out of the blocks of an Office file. Pure: a document and answers in, a reading out.

What is written ambiguously (the scale of levels, whose table it is, a row for several posts) is a question; until it
is answered nothing is taken for granted. What is odd is a warning; what finds no place is named, never dropped.
"""

from collections.abc import Iterable, Mapping

from app.cards.schemas import DutyRow, Kind
from app.exchange.office.blocks import Document
from app.exchange.pasted_cells import squash
from app.exchange.reading.cards import KIND_WORDS, CardReader
from app.exchange.reading.desk import Desk
from app.exchange.reading.examples import without_examples
from app.exchange.reading.grading import Grading
from app.exchange.reading.legends import teach
from app.exchange.reading.lost import name_lost, texts_of
from app.exchange.reading.posts import settle
from app.exchange.reading.schemas import ReadCard, Reading
from app.exchange.reading.sections import Scope
from app.exchange.reading.shaping import shaped
from app.exchange.reading.walk import sections_of

DUTY_LIMIT = 10  # S20
LONGEST_CELL = 500
NOTHING = "没有找到能读的卡片"
EMPTY = "这个文件里没有文字"
HINT = "表头要有这样的字：风险点、管控措施；安全职责、到位标准；作业步骤；事故类型、处置措施。"


def read(
    document: Document, answers: Mapping[str, str] | None = None, *, duty_limit: int = DUTY_LIMIT
) -> Reading:
    """All cards and posts of a file, what is odd in it, and what somebody has to say."""
    desk = Desk(answers or {})
    for note in document.notes:
        desk.warn(note.code, note.where, note.message)
    document = shaped(without_examples(document, desk))
    scope = Scope()
    sections = sections_of(document, scope)
    desk.spend(*scope.titles)
    desk.labels |= scope.labels
    grading = Grading(desk)
    reader = CardReader(desk, grading)
    for section in sections:
        reader.section(section)
    teach(grading.scales, document)
    grading.settle()
    cards, posts = settle(reader.drafts, reader.posts, desk)
    _site_wide(reader, cards, desk)
    if not (cards or posts or desk.questions):
        empty = not any(text.strip() for _, text in texts_of(document))
        return Reading(warnings=desk.warnings, refused=f"{EMPTY}。" if empty else f"{NOTHING}。{HINT}")
    _check(document, cards, desk, duty_limit)
    name_lost(document, cards, posts, desk)
    desk.strangers()
    return Reading(cards=cards, posts=posts, warnings=desk.warnings, questions=list(desk.questions.values()))


def _site_wide(reader: CardReader, cards: Iterable[ReadCard], desk: Desk) -> None:
    """Telephone numbers under no card are on every emergency card of the file."""
    site = reader.site
    called = [card for card in cards if card.kind is Kind.EMERGENCY]
    for card in called:
        card.head.contacts += [one for one in site.contacts if one not in card.head.contacts]
        card.head.extra |= {label: text for label, text in site.extra.items() if label not in card.head.extra}
    told = "，".join(f"{one.name} {one.number}" for one in site.contacts)
    told = "，".join([told, *site.extra.values()]).strip("，")
    if told and called:
        desk.warn("site_contacts", "", f"这些电话没有写是哪张卡的，每张应急处置卡都放了：{told}。")
    elif told:
        desk.unread("", told, "文件里没有应急处置卡")


def _check(document: Document, cards: Iterable[ReadCard], desk: Desk, duty_limit: int) -> None:
    """Too many duties, and cells too long to be read at work."""
    for card in cards:
        duties = [row for row in card.rows if isinstance(row.body, DutyRow)]
        if len(duties) > duty_limit:
            message = f"“{card.post}”有 {len(duties)} 条职责，规定不超过 {duty_limit} 条。请合并或删减。"
            desk.warn("too_many_duties", card.where, message)
        if not card.rows:
            desk.warn("no_rows", card.where, f"这张{KIND_WORDS[card.kind]}一行也没有。")
    for where, text in texts_of(document):
        if len(text) > LONGEST_CELL:
            message = f"这里有 {len(text)} 个字，太长了：{squash(text)[:20]}……请拆短。"
            desk.warn("too_long", where, message)
