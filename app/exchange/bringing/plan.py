"""What bringing a file in would do: each card's and each row's fate, worked out before anything is written."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import msgspec

from app.cards.editing import MOST_ROWS
from app.cards.models import CardVersion, State
from app.cards.queries import bodies_of, head_of
from app.cards.schemas import Head, Kind
from app.exchange.bringing.opening import MINE
from app.exchange.bringing.placing import SKIP, Placing, Target, place
from app.exchange.bringing.rows import Fate, RowFate, fates_of
from app.exchange.bringing.standing import Standing, versions_of
from app.exchange.cardfile import short_name
from app.exchange.pasted_cells import squash
from app.exchange.reading.schemas import Option, Outcome, Question, ReadCard, Reading, Told
from app.org.models import Unit

LONGEST_TITLE = 200
REPLACE, KEEP = "replace", "keep"


class CardFate(StrEnum):
    """What becomes of a card."""

    NEW = "new"  # the post has no such card yet
    CHANGED = "changed"  # it says something else than what stands
    SAME = "same"  # it says what stands already
    KEPT = "kept"  # the draft that somebody has written stays
    SKIPPED = "skipped"  # somebody said to leave it out
    ASKED = "asked"  # a question is open


@dataclass
class CardPlan:
    """One card and what becomes of it."""

    card: ReadCard
    fate: CardFate
    target: Target | None = None
    rows: list[RowFate] = field(default_factory=list)
    head: Head = field(default_factory=Head)  # as it will be
    head_changed: bool = False

    @property
    def counts(self) -> Counter[Fate]:
        """How many rows have which fate."""
        return Counter(one.fate for one in self.rows)

    @property
    def written(self) -> bool:
        """Whether a draft is written of it."""
        return self.fate in (CardFate.NEW, CardFate.CHANGED)


@dataclass
class BringPlan:
    """What a file would do to an enterprise."""

    reading: Reading
    cards: list[CardPlan] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)  # those of the reading, then ours
    warnings: list[Told] = field(default_factory=list)
    new_posts: list[Target] = field(default_factory=list)
    refused: str = ""

    @property
    def open(self) -> list[Question]:
        """The questions that nobody has answered yet."""
        return [one for one in self.questions if not one.answer]

    @property
    def outcome(self) -> Outcome:
        """Whether it can be carried out as it is."""
        if self.refused:
            return Outcome.REFUSE
        return Outcome.QUESTIONS if self.open else Outcome.IMPORT

    @property
    def changes(self) -> bool:
        """Whether it would change anything at all."""
        return bool(self.new_posts) or any(one.written for one in self.cards)


def plan(reading: Reading, enterprise: Unit | None, answers: Mapping[str, str] | None = None) -> BringPlan:
    """Work out each fate. `answers`: key of a question > the value of an option."""
    made = BringPlan(reading, questions=list(reading.questions), warnings=list(reading.warnings))
    made.refused = reading.refused or _fault(reading)
    if made.refused:
        return made
    given = answers or {}
    standing = Standing.of(enterprise)
    placings = _placings(reading, standing, given)
    made.questions += [one.question for one in placings.values() if one.question is not None]
    whole = _joined([(card, placings[_place_of(card)]) for card in reading.cards], made)
    there = versions_of(one.id for _, placing in whole if (one := placing.post) is not None)
    for card, placing in whole:
        stands = there.get((placing.post.id, card.kind), {}) if placing.post else {}
        made.cards.append(_card(card, placing, stands, given, made))
    fresh = {one.target.key: one.target for one in made.cards if one.target and not one.target.post}
    made.new_posts = [*fresh.values(), *_listed(reading, standing)]
    _name_bare_posts(reading, standing, made)
    _name_strangers(given, made)
    return made


def _fault(reading: Reading) -> str:
    """Why nothing of a file can be carried out, though it was read."""
    long = next(
        (one for one in reading.cards if len(one.post) > LONGEST_TITLE or len(one.unit) > LONGEST_TITLE), None
    )
    return f"{long.where}：岗位或部门的名称太长" if long else ""


def _place_of(card: ReadCard) -> tuple[str, str]:
    return squash(card.unit), squash(card.post)


def _placings(
    reading: Reading, standing: Standing, answers: Mapping[str, str]
) -> dict[tuple[str, str], Placing]:
    """Each post that the file names, once. A card whose post the reading still asks for waits."""
    made: dict[tuple[str, str], Placing] = {}
    for card in reading.cards:
        key = _place_of(card)
        if key not in made:
            named = bool(key[1])
            made[key] = (
                place(card.post.strip(), card.unit, card.where, standing, answers) if named else Placing()
            )
    return made


def _joined(found: list[tuple[ReadCard, Placing]], made: BringPlan) -> list[tuple[ReadCard, Placing]]:
    """A post has one card of a kind: what several places of the file say of it is put together, and named."""
    kept: list[tuple[ReadCard, Placing]] = []
    first: dict[tuple[object, Kind], int] = {}
    for card, placing in found:
        key = (placing.target.key, card.kind) if placing.target else None
        if key is None or key not in first:
            if key is not None:
                first[key] = len(kept)
            kept.append((card, placing))
            continue
        at = first[key]
        before, own = kept[at]
        kept[at] = (msgspec.structs.replace(before, rows=[*before.rows, *card.rows]), own)
        told = f"“{before.post}”的{short_name(card.kind)}写在 {before.where} 和 {card.where}，合成了一张。请核对。"
        made.warnings.append(Told(code="joined", where=card.where, message=told))
    return kept


def _card(
    card: ReadCard,
    placing: Placing,
    stands: Mapping[str, CardVersion],
    answers: Mapping[str, str],
    made: BringPlan,
) -> CardPlan:
    """The fate of one card beside what stands: a draft that is replaced, else what is published."""
    opened, published = stands.get("open"), stands.get("published")
    base = opened or published
    before = bodies_of(base) if base else []
    older = bodies_of(published) if published and opened else ()
    rows = fates_of(card.rows, before, older, card.lacks)
    one = CardPlan(card, CardFate.NEW, placing.target, rows, head=_head(card, base))
    one.head_changed = base is not None and base.head != msgspec.to_builtins(one.head)
    if placing.target is None:
        one.fate = CardFate.SKIPPED if placing.skipped else CardFate.ASKED
    elif base is not None:
        moved = [row.identity for row in rows if row.body] != [identity for identity, _ in before]
        same = not (one.head_changed or moved) and all(row.fate is Fate.SAME for row in rows)
        one.fate = CardFate.SAME if same else CardFate.CHANGED
    if len(card.rows) > MOST_ROWS:
        told = f"“{card.post}”的{short_name(card.kind)}有 {len(card.rows)} 行，太长了。分成几个岗位更好用。"
        made.warnings.append(Told(code="many_rows", where=card.where, message=told))
    if one.fate is CardFate.CHANGED and opened is not None:
        _ask_of_draft(one, opened, answers, made)
    return one


def _head(card: ReadCard, base: CardVersion | None) -> Head:
    """The head of a card. A form that has no place for telephone numbers or the jingle does not take them away.

    Our own export says all there is: what is missing there was taken out, but for columns that it lacks.
    """
    if base is None:
        return card.head
    before, now = head_of(base), card.head
    if any(row.id for row in card.rows):
        names = (name for name in Head.__struct_fields__ if f"head.{name}" in card.lacks)
        return msgspec.structs.replace(now, **{name: getattr(before, name) for name in names})
    kept = {name: getattr(now, name) or getattr(before, name) for name in Head.__struct_fields__}
    return Head(**kept | {"extra": before.extra | now.extra})


def _ask_of_draft(one: CardPlan, opened: CardVersion, answers: Mapping[str, str], made: BringPlan) -> None:
    """A draft that somebody wrote is not overwritten without a word; what is in review stays."""
    name = f"“{one.card.post}”的{short_name(one.card.kind)}"
    place_of = f"{one.card.kind.value}:{'/'.join(filter(None, _place_of(one.card)))}".replace("=", "＝")
    if opened.state != State.DRAFT:
        ask = f"{name}正在评审，现在不能换。怎么办？"
        key, options = f"{MINE}review:{place_of}", [Option(value=SKIP, label="这张先不导入")]
    elif opened.rows or opened.head:
        ask = f"{name}有人写了草稿，和文件里的不一样。留哪个？"
        key = f"{MINE}draft:{place_of}"
        options = [
            Option(value=KEEP, label=f"留着草稿（{len(opened.rows)} 行），这张不导入"),
            Option(value=REPLACE, label=f"用文件里的（{len(one.card.rows)} 行）换掉草稿"),
        ]
    else:
        return
    question = Question(key=key, where=one.card.where, ask=ask, options=options)
    if answers.get(key, "") in {option.value for option in options}:
        question.answer = answers[key]
    made.questions.append(question)
    fates = {"": CardFate.ASKED, SKIP: CardFate.SKIPPED, KEEP: CardFate.KEPT, REPLACE: CardFate.CHANGED}
    one.fate = fates[question.answer]


def _listed(reading: Reading, standing: Standing) -> list[Target]:
    """The posts of a file that is a list of posts, as far as they are not there yet."""
    made: dict[tuple[str, str], Target] = {}
    for one in reading.posts if not reading.cards else ():
        title, homes = one.title.strip(), standing.units_called(one.unit)
        free = standing.is_enterprise(one.unit)
        there = [
            post for post in standing.called(title) if free or post.unit_id in {home.id for home in homes}
        ]
        if title and not there:
            unit = homes[0] if len(homes) == 1 and not free else None
            target = Target(title, None, unit, "" if unit or free else " ".join(one.unit.split()))
            made[target.key] = target
    return list(made.values())


def _name_bare_posts(reading: Reading, standing: Standing, made: BringPlan) -> None:
    """Beside cards, posts that are only listed are not made: whoever wants them brings their list."""
    with_cards = {_place_of(one)[1] for one in reading.cards}
    bare = [
        one.title
        for one in reading.posts
        if squash(one.title) not in with_cards and not standing.called(one.title)
    ]
    if bare and reading.cards:
        names = "、".join(bare[:10]) + ("等" if len(bare) > 10 else "")
        told = f"文件里还写了 {len(bare)} 个没有卡的岗位，没有新建：{names}。"
        made.warnings.append(Told(code="bare_posts", where="", message=told))


def _name_strangers(answers: Mapping[str, str], made: BringPlan) -> None:
    """Answers to our questions that nobody asks, or that are no option."""
    asked = {one.key: one for one in made.questions}
    for key, value in answers.items():
        if key.startswith(MINE) and key not in asked:
            told = f"这个文件没有问“{key[:80]}”，这条回答没有用上。"
            made.warnings.append(Told(code="answer", where="", message=told))
        elif key.startswith(MINE) and asked[key].answer != value:
            told = f"“{value[:60]}”不在可以选的回答里，没有用。请重新选。"
            made.warnings.append(Told(code="answer", where=asked[key].where, message=told))
