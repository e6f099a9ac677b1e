"""What becomes of each row of a roster (花名册). Pure: rows and what is known in, fates out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from uuid import UUID

from rapidfuzz import process

from app.org.models import Person, Post, Unit, UnitKind
from app.org.roster_file import RosterRow

ALIKE = 50  # of 100: below this a name is no proposal


class FateKind(StrEnum):
    """What a row comes to."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"
    BAD = "bad"


@dataclass
class Fate:
    """A row and what becomes of it."""

    row: RosterRow
    problems: list[str]
    changes: list[str] = field(default_factory=list)
    person: Person | None = None
    unit: Unit | None = None
    posts: list[Post] = field(default_factory=list)  # to take up
    phone: str | None = None  # to be changed to
    move: bool = False
    on: date = date.max

    @property
    def kind(self) -> FateKind:
        """What the row comes to."""
        if self.problems:
            return FateKind.BAD
        if self.person is None:
            return FateKind.NEW
        return FateKind.CHANGE if self.changes else FateKind.SAME


@dataclass(frozen=True)
class Known:
    """What the rows are held against, all of one enterprise (phones: of all)."""

    units: Sequence[Unit]
    posts: Sequence[Post]
    people: Mapping[str, Person]  # by employee number
    phones: Mapping[str, UUID]  # whose they are
    today: date

    @cached_property
    def units_named(self) -> dict[str, list[Unit]]:
        """Units by name."""
        found: dict[str, list[Unit]] = {}
        for unit in self.units:
            found.setdefault(unit.name, []).append(unit)
        return found

    @cached_property
    def posts_titled(self) -> dict[str, list[Post]]:
        """Posts by title."""
        found: dict[str, list[Post]] = {}
        for post in self.posts:
            found.setdefault(post.title, []).append(post)
        return found

    @cached_property
    def proposals(self) -> dict[tuple[str, str], str]:
        """Proposals found so far: a wrong name often stands in many rows."""
        return {}


def fates_of(rows: Sequence[RosterRow], known: Known) -> list[Fate]:
    """The fate of each row, in the file's order."""
    fates = [_fate(row, known) for row in rows]
    _refuse_repeated("工号", [row.employee_no for row in rows], fates)
    _refuse_repeated("手机号", [row.phone for row in rows], fates)
    return fates


def _refuse_repeated(what: str, values: Sequence[str], fates: Sequence[Fate]) -> None:
    lines: dict[str, list[int]] = {}
    for value, fate in zip(values, fates, strict=True):
        lines.setdefault(value, []).append(fate.row.line)
    for value, fate in zip(values, fates, strict=True):
        if value and len(lines[value]) > 1:
            where = "、".join(map(str, lines[value][:5]))
            fate.problems.append(f"{what}“{value}”在表里有 {len(lines[value])} 行（第 {where} 行）")


def counts(fates: Sequence[Fate]) -> dict[str, int]:
    """How many rows come to what."""
    counted = Counter(fate.kind for fate in fates)
    return {kind.value: counted[kind] for kind in FateKind}


def _fate(row: RosterRow, known: Known) -> Fate:
    fate = Fate(row, list(row.problems), person=known.people.get(row.employee_no))
    fate.unit = _unit(row, known, fate.problems)
    posts = [post for title in row.posts if (post := _post(title, fate.unit, known, fate.problems))]
    _check_phone(fate, known)
    if fate.person is None:
        _as_new(fate, posts, known)
    else:
        _as_known(fate, fate.person, posts, known)
    return fate


def _check_phone(fate: Fate, known: Known) -> None:
    holder = known.phones.get(fate.row.phone)
    if holder is not None and (fate.person is None or holder != fate.person.id):
        fate.problems.append(f"手机号“{fate.row.phone}”已经是别人的了")


def _as_new(fate: Fate, posts: list[Post], known: Known) -> None:
    fate.posts, fate.on = posts, _joined(fate, known)
    if not fate.row.department and not fate.row.team:
        fate.problems.append("部门没填")


def _joined(fate: Fate, known: Known) -> date:
    try:
        on = date.fromisoformat(fate.row.joined or known.today.isoformat())
    except ValueError:
        return known.today  # the row says so itself already
    if on > known.today:
        fate.problems.append(f"入职日期 {on} 还没到，到了那天再导入")
    return on


def _as_known(fate: Fate, person: Person, posts: list[Post], known: Known) -> None:
    name, unit, current = person.account.name, fate.unit, person.unit
    if person.left_on is not None or current is None:
        fate.problems.append(f"{name}已经离职，先在“人员”里办返岗")
        return
    if fate.row.name and fate.row.name != name:
        fate.problems.append(f"工号 {fate.row.employee_no} 在系统里是{name}，不是{fate.row.name}：核对工号")
        return
    fate.on = known.today
    if fate.row.phone and fate.row.phone != person.account.phone:
        fate.phone = fate.row.phone
        fate.changes.append(f"手机号 {person.account.phone or '空'} 改成 {fate.phone}")
    if unit is not None and unit.id != current.id:
        fate.move = True
        fate.changes.append(f"从{current.name}调到{unit.name}，今天起")
    held = {one.post_id for one in person.assignments if one.to_on is None}
    fate.posts = [post for post in posts if post.id not in held]
    fate.changes += [f"加岗位{post.title}，今天起" for post in fate.posts]


def _unit(row: RosterRow, known: Known, problems: list[str]) -> Unit | None:
    """The unit a row names: the team within the department, else the department."""
    if not row.department and not row.team:
        return None
    above = _named(row.department, "部门", "", known, problems) if row.department else None
    if not row.team:
        return above
    if row.department and above is None:
        return None
    return _named(row.team, "班组", above.path if above else "", known, problems)


def _named(name: str, what: str, inside: str, known: Known, problems: list[str]) -> Unit | None:
    def fits(one: Unit) -> bool:
        right = what == "部门" or one.kind == UnitKind.TEAM  # people of a lone team name it as their 部门
        return right and one.path.startswith(inside) and one.path != inside

    found = [one for one in known.units_named.get(name, []) if fits(one)]
    if len(found) == 1:
        return found[0]
    if found:
        problems.append(f"叫“{name}”的{what}有 {len(found)} 个，分不清是哪一个")
    else:
        names = [one.name for one in known.units if fits(one)]
        problems.append(f"没有叫“{name}”的{what}{_proposal(name, what + inside, names, known)}")
    return None


def _post(title: str, unit: Unit | None, known: Known, problems: list[str]) -> Post | None:
    """The post a row names: in the unit itself, else anywhere below or beside it, where only one is meant."""
    found = known.posts_titled.get(title, [])
    own = [post for post in found if unit is not None and post.unit_id == unit.id]
    near = [post for post in found if unit is not None and post.unit.path.startswith(unit.path)]
    chosen = next((group for group in (own, near, found) if group), [])
    if len(chosen) == 1:
        return chosen[0]
    if chosen:
        problems.append(f"叫“{title}”的岗位有 {len(chosen)} 个，分不清是哪一个")
    else:
        titles = [post.title for post in known.posts]
        problems.append(f"没有叫“{title}”的岗位{_proposal(title, '岗位', titles, known)}")
    return None


def _proposal(name: str, what: str, names: list[str], known: Known) -> str:
    key = (what, name)
    if key not in known.proposals:
        near = process.extractOne(name, names, score_cutoff=ALIKE)
        known.proposals[key] = f"，是不是“{near[0]}”？" if near else "，先到“单位和岗位”里加"
    return known.proposals[key]
