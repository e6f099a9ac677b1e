"""Whose card it is: what the file leaves open is asked, never taken from a neighbour."""

import re
from collections.abc import Iterable, Sequence

import msgspec

from app.cards.schemas import Kind, ScenarioRow
from app.exchange.pasted_cells import squash
from app.exchange.reading.cards import KIND_WORDS
from app.exchange.reading.desk import TYPE_IT, Desk
from app.exchange.reading.drafts import Draft, add_extra
from app.exchange.reading.schemas import Option, ReadCard, ReadPost
from app.exchange.reading.titles import is_role
from app.exchange.reading.words import many

_JOINED = re.compile(r"[、，,/;；\n]|(?<=[一-鿿])(?:和|及|与)(?=[一-鿿])|\s+")
_ALL = frozenset(
    many(
        "各岗位 所有岗位 全部岗位 各工种 所有工种 全员 全体员工 全体人员 全体职工 所有人员 各班组 通用 公共部分 全矿 全厂 全公司 各岗位人员 "
        "所有员工 相关岗位 各相关岗位 各部门 全体从业人员 所有从业人员 各岗位员工"
    )
)  # fmt: skip
EACH, ONE = "each", "one"


def settle(
    drafts: Sequence[Draft], listed: Iterable[ReadPost], desk: Desk
) -> tuple[list[ReadCard], list[ReadPost]]:
    """Cards with their posts, one a post and kind, and all posts that the file names."""
    posts = _named(drafts, listed)
    cards: dict[tuple[str, str, Kind, str], ReadCard] = {}
    for draft in drafts:
        for title, unit in _posts_of(draft, posts, desk):
            _add(cards, draft, title, unit, desk)
    made = list(cards.values())
    _doers(made, desk)
    known = {(squash(one.title), squash(one.unit)) for one in posts}
    for card in made:
        if card.post and not _is_known(known, card.post, card.unit):
            known.add((squash(card.post), squash(card.unit)))
            posts.append(ReadPost(title=card.post, unit=card.unit, where=card.where))
    return made, posts


def _named(drafts: Sequence[Draft], listed: Iterable[ReadPost]) -> list[ReadPost]:
    """The posts that the file names without doubt."""
    found = {(squash(one.title), squash(one.unit)): one for one in listed}
    for draft in drafts:
        if draft.post and not _several(draft.post) and squash(draft.post) not in _ALL:
            one = ReadPost(title=draft.post, unit=draft.unit, where=draft.where)
            if not _is_known(set(found), one.title, one.unit):
                found[squash(one.title), squash(one.unit)] = one
    return list(found.values())


def _is_known(known: set[tuple[str, str]], title: str, unit: str) -> bool:
    """Whether a post was named before; a card that names no department may be of any with its title."""
    if unit:
        return (squash(title), squash(unit)) in known
    return any(one == squash(title) for one, _ in known)


def _several(text: str) -> list[str]:
    """The posts that a text joins: 电工、焊工."""
    parts = [part.strip() for part in _JOINED.split(text) if part.strip()]
    return parts if len(parts) > 1 and all(is_role(part) for part in parts) else []


def _posts_of(draft: Draft, posts: Sequence[ReadPost], desk: Desk) -> list[tuple[str, str]]:
    if not draft.post:
        title = _ask_post(draft, posts, desk)
        return [(title, draft.unit)]
    if squash(draft.post) in _ALL:
        return _of_all(draft, posts, desk)
    several = _several(draft.post)
    if not several:
        return [(draft.post, draft.unit)]
    options = [
        Option(value=EACH, label=f"{'、'.join(several)}各有一张"),
        Option(value=ONE, label=f"就是一个岗位，叫“{draft.post}”"),
    ]
    ask = f"“{draft.post}”写在一起，是几个岗位，还是一个岗位？"
    answer = desk.ask(f"shared:{squash(draft.post)}", draft.where, ask, options)
    if answer == EACH:
        return [(one, draft.unit) for one in several]
    return [(draft.post if answer == ONE else "", draft.unit)]


def _of_all(draft: Draft, posts: Sequence[ReadPost], desk: Desk) -> list[tuple[str, str]]:
    """Rows for 各岗位 or 全员: whose they are stands nowhere."""
    titles = list(dict.fromkeys(one.title for one in posts))
    options = [Option(value=EACH, label=f"文件里的岗位各有一张：{'、'.join(titles)[:60]}")] if titles else []
    options.append(Option(value=ONE, label=f"就是一个岗位，叫“{draft.post}”"))
    ask = f"“{draft.post}”指哪些岗位？请选，或者写一个岗位的名字。"
    answer = desk.ask(f"all:{squash(draft.post)}", draft.where, ask, options, free=True)
    if answer == EACH:
        return [(one.title, one.unit) for one in posts]
    return [(draft.post if answer == ONE else answer, draft.unit)]


def _ask_post(draft: Draft, posts: Sequence[ReadPost], desk: Desk) -> str:
    titles = list(dict.fromkeys(one.title for one in posts))
    options = [Option(value=title, label=title) for title in titles]
    if draft.thing and draft.thing not in titles:
        options.append(Option(value=draft.thing, label=f"岗位就叫“{draft.thing}”"))
    options.append(Option(value=TYPE_IT, label="别的岗位：自己写"))
    rows = draft.rows[0]
    thing = f"只写了“{draft.thing}”，" if draft.thing else ""
    ask = f"这张{KIND_WORDS[draft.kind]}（从{rows.where}起）{thing}没有写是哪个岗位的。是哪个岗位？"
    return desk.ask(f"post:{draft.where}", draft.where, ask, options, free=True)


def _add(
    cards: dict[tuple[str, str, Kind, str], ReadCard], draft: Draft, title: str, unit: str, desk: Desk
) -> None:
    """A post has one card of a kind: what stands in two places of the file is put together, and named."""
    place = "" if title else f"{draft.where} {draft.post}"
    key = (squash(title), squash(unit), draft.kind, place)
    card = cards.get(key)
    head = msgspec.convert(msgspec.to_builtins(draft.head), type(draft.head))
    rows = [msgspec.structs.replace(row, body=_copy(row.body)) for row in draft.rows]
    if card is None:
        cards[key] = ReadCard(post=title, kind=draft.kind, where=draft.where, unit=unit, head=head, rows=rows)
        return
    if draft.kind is not Kind.EMERGENCY:  # its situations often stand under titles of their own
        _warn_joined(card, draft, title, desk)
    card.rows += rows
    card.head.owner = card.head.owner or head.owner
    card.head.summary = "\n".join(dict.fromkeys(one for one in (card.head.summary, head.summary) if one))
    for into, more in ((card.head.rights, head.rights), (card.head.jingle, head.jingle)):
        into += [one for one in more if one not in into]
    card.head.contacts += [one for one in head.contacts if one not in card.head.contacts]
    for label, text in head.extra.items():
        add_extra(card.head.extra, label, text)


def _warn_joined(card: ReadCard, draft: Draft, title: str, desk: Desk) -> None:
    message = f"“{title}”的{KIND_WORDS[draft.kind]}写在 {card.where} 和 {draft.where}，合成了一张。请核对。"
    desk.warn("joined", draft.where, message)


def _copy(body: object) -> object:
    return msgspec.convert(msgspec.to_builtins(body), type(body))


def _doers(cards: Iterable[ReadCard], desk: Desk) -> None:
    """A step for which the document names nobody is for the post that the card is of."""
    for card in cards:
        steps = [step for row in card.rows if isinstance(row.body, ScenarioRow) for step in row.body.steps]
        nameless = [step for step in steps if not step.who]
        for step in nameless:
            step.who = card.post
        if nameless and card.post:
            message = (
                f"“{card.post}”的应急处置卡有 {len(nameless)} 步没写谁去做，先写成“{card.post}”。请核对。"
            )
            desk.warn("who", card.where, message)
