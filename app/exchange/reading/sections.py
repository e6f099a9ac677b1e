"""A file as sections: what stands under one title, about one post as far as it is said."""

import re
from dataclasses import dataclass, field

from app.cards.schemas import Kind
from app.exchange.office.blocks import Para
from app.exchange.reading.headings import Path
from app.exchange.reading.titles import Title

NOTE = re.compile(r"^[（(]?(注|备注|说明|填写说明|填表说明|提示|图例|等级说明|使用说明|注释)\s*\d*\s*[:：]")


@dataclass
class DataRow:
    """A row below headings: one text a column; of a merged cell, in its first column only."""

    where: str
    texts: list[str]
    held: list[bool]
    group: str = ""


@dataclass
class Part:
    """Rows under one heading."""

    paths: list[Path]
    where: str
    rows: list[DataRow] = field(default_factory=list)


@dataclass
class Entry:
    """A line of a form: a label, and the cells beside it."""

    label: str
    values: list[str]
    where: str
    parent: str = ""


@dataclass
class Section:
    """What stands under one title."""

    where: str
    kind: Kind | None = None
    post: str = ""
    unit: str = ""
    company: str = ""
    situation: str = ""
    title: str = ""
    owner: str = ""  # whom the lines above name for all cards of the post
    thing: str = ""  # a machine that the title names, and no post
    head: list[tuple[str, str, str]] = field(default_factory=list)  # (key, label, value)
    parts: list[Part] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    paras: list[Para] = field(default_factory=list)
    after: list[Para] = field(default_factory=list)
    notes: list[Para] = field(default_factory=list)
    contacts: list[Para] = field(default_factory=list)
    loose: list[Para] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)  # words that stand before a value

    @property
    def full(self) -> bool:
        """Whether it holds a table or a form."""
        return bool(self.parts or self.entries)

    @property
    def empty(self) -> bool:
        """Whether nothing stands under its title yet."""
        return not (self.full or self.paras or self.contacts or self.loose)


def _is_situation_of(title: Title, text: str) -> bool:
    """Whether a title, （二）火灾事故应急处置, only names the next situation of the card that it stands in."""
    return (
        bool(title.situation) and not title.post and title.kind in (None, Kind.EMERGENCY) and "卡" not in text
    )


class Scope:
    """The section that is being read, and what titles have said so far."""

    def __init__(self) -> None:
        self.sections: list[Section] = [Section("文件")]
        self.post = ""
        self.unit = ""
        self.owner = ""
        self.company = ""
        self.broad = False  # the post holds for all that follows, not for one table
        self.titles: list[str] = []
        self.labels: set[str] = set()  # words before a value: 岗位名称

    @property
    def now(self) -> Section:
        """The section that is being read."""
        return self.sections[-1]

    def begin(self, where: str, kind: Kind | None = None) -> Section:
        """A new section; it is about a post only where one holds for all that follows."""
        if not self.broad:
            self.post = self.owner = ""
        self.sections.append(Section(where, kind, self.post, self.unit, self.company, owner=self.owner))
        return self.now

    def titled(self, title: Title, text: str, where: str, *, same: bool = False) -> None:
        """A section under a title. Titles that follow each other add up; `same`: the post is that of the card above."""
        self.titles.append(text)
        was = self.now
        joined = was.empty
        same = same or (was.kind is Kind.EMERGENCY and _is_situation_of(title, text))
        if title.post:
            self.post, self.broad = title.post, title.broad
            self.unit = title.unit
        elif same:
            self.post, self.owner = was.post, was.owner
        elif not self.broad and not joined:
            self.post = ""
        if not joined and not same and (title.post or not self.broad):
            self.owner = ""
        self.unit = title.unit or self.unit
        unit = title.unit or (was.unit if (joined or same) and not title.post else "") or self.unit
        self.company = title.company or self.company
        kind = title.kind or (was.kind if joined else None)
        made = Section(where, kind, self.post, unit, self.company, title.situation, text, self.owner)
        made.thing = title.thing or (was.thing if joined else "")
        if joined:
            made.head, made.notes = was.head, was.notes
            made.situation = made.situation or was.situation
            self.sections.pop()
        self.sections.append(made)

    def new_sheet(self) -> None:
        """Nothing that one sheet says of a post holds for the next."""
        self.post = self.unit = self.owner = ""
        self.broad = False
        self.begin("")

    def say(self, pairs: list[tuple[str, str, str]], where: str, *, broad: bool) -> None:
        """Labels with values: 岗位：电工. Behind a card, a post begins the next one."""
        if any(key == "post" and value for key, _, value in pairs):
            self.owner = ""
            if not self.now.empty:
                self.begin(where, self.now.kind)
        for key, label, value in pairs:
            self.labels.add(label)
            if key == "post" and value:
                self.now.post = self.post = value
                self.broad = broad
            elif key == "unit" and value:
                self.now.unit = value
                self.unit = value if broad else self.unit
            elif key == "company" and value:
                self.now.company = self.company = value
            else:
                if key == "owner" and not self.now.full:
                    self.owner = self.now.owner = value
                self.now.head.append((key, label, value))
