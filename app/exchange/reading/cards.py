"""Sections as cards: which kind a table is of, its rows, and what its section says of the card as a whole."""

from app.cards.schemas import Head, Kind
from app.exchange.reading.desk import Desk
from app.exchange.reading.drafts import Draft, Made, add_extra, by_post
from app.exchange.reading.duties import duty_rows, operation_rows
from app.exchange.reading.emergencies import add_contacts, emergency_rows, named_beside
from app.exchange.reading.forms import as_part, blocks_of, kinds_of, labels_of
from app.exchange.reading.grading import Grading
from app.exchange.reading.headings import (
    Arrangement,
    Column,
    arrange,
    is_contact_list,
    plain,
)
from app.exchange.reading.levels import written
from app.exchange.reading.lists import read_list
from app.exchange.reading.parts import (
    apart,
    counted,
    done_by,
    headings_of,
    kinds_aside,
    named_by_form,
    without_twins,
)
from app.exchange.reading.risks import risk_rows
from app.exchange.reading.schemas import Option, ReadPost
from app.exchange.reading.sections import Entry, Part, Section
from app.exchange.reading.text import is_blank, items, ordinal, tidy
from app.exchange.reading.views import View, check_numbers, views_of
from app.exchange.reading.words import MAIN

KIND_WORDS = {
    Kind.EMERGENCY: "应急处置卡",
    Kind.RISK: "风险清单",
    Kind.OPERATION: "操作卡",
    Kind.DUTY: "职责清单",
}
NO_CARD = "none"
_SECOND = {Kind.RISK: "hazard", Kind.DUTY: "standard", Kind.OPERATION: "standard", Kind.EMERGENCY: "steps"}
_READ_AS = {
    **{"point": "风险点", "hazard": "危险和有害因素", "duty": "安全职责", "standard": "标准"},
    **{"procedure": "作业程序", "name": "事故情形", "steps": "处置步骤"},
}
_FIRST = {Kind.RISK: "point", Kind.DUTY: "duty", Kind.OPERATION: "procedure", Kind.EMERGENCY: "name"}


class CardReader:
    """Reads the cards of sections, one after the other."""

    def __init__(self, desk: Desk, grading: Grading) -> None:
        self.desk = desk
        self.grading = grading
        self.drafts: list[Draft] = []
        self.posts: list[ReadPost] = []
        self.site = Head()  # telephone numbers that stand under no card

    def section(self, section: Section) -> None:
        """Read all cards of one section."""
        self.desk.spend(section.title)
        read_list(section)
        head, found = Head(), dict[Kind, list[tuple[Part, Arrangement]]]()
        for part in section.parts:
            if not part.rows and section.entries:
                self.desk.unread(part.where, " ".join(dict.fromkeys(path[-1] for path in part.paths if path)))
                continue
            without_twins(part)
            self.desk.spend(*headings_of(part))
            if is_contact_list(part.paths):
                self._contact_list(part, head)
            elif self._post_list(part) or self._legend(part):
                continue
            elif arranged := self._arranged(section, part):
                found.setdefault(arranged.kind, []).append((part, arranged))
        self.desk.spend(*labels_of(section.entries))
        named_by_form(section)
        tabled = section.kind if section.kind in found else next(iter(found), None)
        forms = dict(kinds_of(section.entries, section.kind, tabled))
        drafts = [
            draft
            for kind in dict.fromkeys([*found, *forms])
            for draft in self._drafts(section, kind, found.get(kind, []), forms.get(kind, []))
        ]
        read = [entry for entries in forms.values() for entry in entries]
        for entry in section.entries:
            if entry not in read:
                self.desk.unread(entry.where, f"{entry.label} {' '.join(entry.values)}".strip())
        self._shared(section, drafts, head)
        self.drafts += drafts

    def _arranged(self, section: Section, part: Part) -> Arrangement | None:
        """The table as a card of the kind that fits its headings and its title best; asked where none does."""
        tries = {kind: arrange(kind, part.paths) for kind in Kind}
        titled = section.kind
        scores = {kind: one.score + (4 if kind is titled and one.score else 0) for kind, one in tries.items()}
        best = max(Kind, key=lambda kind: scores[kind])
        tries = {kind: counted(one, part) for kind, one in tries.items()}
        clear = list(scores.values()).count(scores[best]) == 1
        if scores[best] >= 3 and clear and any(tries[best].of(name) for name in MAIN[best]):
            return tries[best]
        if titled and (not clear or scores[best] < 3 or best is titled):
            return self._forced(tries[titled], part)
        answer = self._ask_kind(part)
        if answer in tuple(Kind):
            return self._forced(tries[Kind(answer)], part)
        for row in part.rows if answer == NO_CARD else ():
            self.desk.unread(row.where, " ".join(text for text in row.texts if text), "这张表不是卡片")
        return None

    def _ask_kind(self, part: Part) -> str:
        options = [Option(value=kind.value, label=f"岗位{name}") for kind, name in KIND_WORDS.items()]
        options.append(Option(value=NO_CARD, label="都不是，不要读"))
        heads = "、".join(dict.fromkeys(path[-1] for path in part.paths if path))
        ask = f"看不出这张表（{heads[:60]}）是哪种卡。请选。"
        return self.desk.ask(f"kind:{part.where}", part.where, ask, options)

    def _forced(self, arranged: Arrangement, part: Part) -> Arrangement:
        """A table without the heading of its main column: the first column that has no field takes its place."""
        if any(arranged.of(name) for name in MAIN[arranged.kind]):
            return arranged
        columns = list(arranged.columns)
        free = [one for one in columns if not one.field and any(row.texts[one.at] for row in part.rows)]
        fields = {one.field for one in columns}
        for name in (_FIRST[arranged.kind], _SECOND[arranged.kind]):
            if free and name not in fields:
                one = free.pop(0)
                columns[one.at] = Column(one.at, one.name, name)
                message = f"“{one.name}”这一列读成了“{_READ_AS[name]}”。请核对。"
                self.desk.warn("column", part.where, message)
        return Arrangement(arranged.kind, columns, arranged.score)

    def _post_list(self, part: Part) -> bool:
        """Whether a table lists posts, and no card."""
        arranged = arrange(Kind.RISK, part.paths)
        if not arranged.of("post") or any(
            arrange(kind, part.paths).of(one) for kind in Kind for one in MAIN[kind]
        ):
            return False
        check_numbers(part, arranged, self.desk)
        for view in views_of(part, arranged, self.desk):
            title = view.text("post")
            if title:
                self.posts.append(ReadPost(title=tidy(title), unit=tidy(view.text("unit")), where=view.where))
            rest = " ".join(view.others("owner").values())
            self.desk.unread(view.where, rest if title else " ".join(view.texts), "这是岗位的名单")
        return True

    def _legend(self, part: Part) -> bool:
        """Whether a table says what the levels mean, and holds no card."""
        levels = [
            one.at for one in arrange(Kind.RISK, part.paths).columns if one.field in ("level", "colour")
        ]
        mains = any(arrange(kind, part.paths).of(name) for kind in Kind for name in MAIN[kind])
        if not levels or mains or not part.rows:
            return False
        if not all(any(written(row.texts[at]).known for at in levels) for row in part.rows):
            return False
        lines = "；".join(" ".join(text for text in row.texts if text) for row in part.rows)
        self.desk.warn("legend", part.where, f"等级按这张表读：{lines}。")
        return True

    def _contact_list(self, part: Part, head: Head) -> None:
        for row in part.rows:
            numbers = [
                text
                for path, text in zip(part.paths, row.texts, strict=True)
                if path and plain(path[-1]) in ("序号", "编号") and ordinal(text) is not None
            ]
            self.desk.spend(*numbers)
            texts = [text for text in row.texts if text and text not in numbers]
            add_contacts(head, " ".join(texts), row.group or "联系电话")

    def _drafts(
        self, section: Section, kind: Kind, tables: list[tuple[Part, Arrangement]], entries: list[Entry]
    ) -> list[Draft]:
        head = Head()
        made: list[Made] = []
        more: dict[str, str] = {}
        if entries:
            for block in [entries] if tables else blocks_of(kind, entries):
                views = self._form(kind, block)
                if tables:
                    more = self._form_beside(kind, views[0], head)
                else:
                    made += self._made(section, kind, views, head, plain_numbers=True)
        for part, arranged in tables:
            numbers = check_numbers(part, arranged, self.desk)
            self.desk.spend(*(one.ticks for one in arranged.columns))
            apart(arranged, part)
            views = views_of(part, done_by(kinds_aside(arranged, part), part), self.desk)
            for view in views:
                view.more = more
            made += self._made(section, kind, views, head, plain_numbers=numbers)
        return by_post(section, kind, head, made)

    def _form(self, kind: Kind, entries: list[Entry]) -> list[View]:
        part = as_part(kind, entries)
        self.desk.spend(*(text for path in part.paths for text in path))
        return views_of(part, counted(arrange(kind, part.paths), part), self.desk)

    def _form_beside(self, kind: Kind, view: View, head: Head) -> dict[str, str]:
        """What a form above or below the table says: of its rows, where they can hold it, else of the card."""
        held = {
            Kind.EMERGENCY: ("name", "supplies", "notes", "never"),
            Kind.RISK: ("point",),
            Kind.DUTY: ("rights",),
            Kind.OPERATION: ("phase",),
        }[kind]
        for column, text in view.parts("contacts"):
            add_contacts(head, text, column.name)
        if kind is not Kind.EMERGENCY:
            head.owner = view.text("owner") or view.text("who")
        rest = [
            name
            for name in {one.field for one in view.arrangement.columns}
            if name not in (*held, "contacts", "owner", "who", "post", "unit")
        ]
        for label, text in view.others(*rest, *(("who", "owner") if kind is Kind.EMERGENCY else ())).items():
            add_extra(head.extra, label, text)
        said = {name: text for name in held if (text := view.text(name))}
        return said | named_beside(view, head) if "name" in said else said

    def _made(
        self, section: Section, kind: Kind, views: list[View], head: Head, *, plain_numbers: bool
    ) -> list[Made]:
        if kind is Kind.RISK:
            return risk_rows(views, plain_numbers, self.desk, self.grading)
        if kind is Kind.DUTY:
            return duty_rows(views, head, self.desk)
        if kind is Kind.OPERATION:
            return operation_rows(views, plain_numbers, self.desk)
        return emergency_rows(views, head, section.situation, self.desk)

    def _shared(self, section: Section, drafts: list[Draft], head: Head) -> None:
        """Give every card of a section what the section says beside its tables."""
        for para in section.contacts:
            add_contacts(head, para.text)
        called = [draft for draft in drafts if draft.kind is Kind.EMERGENCY]
        for target in [one.head for one in called] or [self.site]:
            target.contacts += [one for one in head.contacts if one not in target.contacts]
            for label, text in head.extra.items():
                add_extra(target.extra, label, text)
        for draft in drafts:
            _said_of(section, draft.head)
        self.desk.labels.update((label for _, label, _ in section.head), section.labels)
        if not drafts:
            self._homeless(section)
        for para in [*section.after, *section.loose]:
            self.desk.unread(para.where, para.text)

    def _homeless(self, section: Section) -> None:
        """A section without a card: what it says is named, as far as it is more than a title."""
        if section.paras:
            text = "\n".join(para.text.strip() for para in section.paras)
            self.desk.unread(section.paras[0].where, text, "这段文字不属于哪张卡")
        for para in section.notes:
            self.desk.unread(para.where, para.text, "这段文字不属于哪张卡")
        for _, label, value in section.head:
            self.desk.unread(section.where, f"{label}：{value}" if value else "", "这一项不属于哪张卡")


def _said_of(section: Section, head: Head) -> None:
    for key, label, value in section.head:
        if key == "owner" and value:
            head.owner = head.owner or value
        elif key == "jingle" and value:
            head.jingle += items(value)
        elif not is_blank(value):
            add_extra(head.extra, label, value)
    if section.company:
        add_extra(head.extra, "企业", section.company)
    head.owner = head.owner or section.owner
    head.summary = "\n".join(para.text.strip() for para in section.paras)
    for para in section.notes:
        add_extra(head.extra, "注", para.text.strip())
