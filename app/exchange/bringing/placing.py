"""To which post a card of a file belongs: found by its title and department, or asked, never guessed. Pure but for reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.exchange.bringing.opening import MINE
from app.exchange.bringing.standing import Standing
from app.exchange.pasted_cells import squash
from app.exchange.pasted_match import propose
from app.exchange.reading.schemas import Option, Question
from app.org.models import Post, Unit

NEW, SKIP = "new", "skip"
MOST_PROPOSED = 6


@dataclass(frozen=True)
class Target:
    """Where a card goes: a standing post, or a new one in a unit, or in a department that is new as well."""

    title: str
    post: Post | None = None
    unit: Unit | None = None  # of a new post; None: `department`, or the enterprise itself
    department: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """The same for the same post."""
        if self.post is not None:
            return "post", str(self.post.id)
        return str(self.unit.id) if self.unit else self.department, self.title


@dataclass
class Placing:
    """What is known of a title in a file: its target, or why there is none; and the question, where there is one."""

    target: Target | None = None
    question: Question | None = None
    skipped: bool = False

    @property
    def post(self) -> Post | None:
        """The standing post, where it is one."""
        return self.target.post if self.target else None


def place(title: str, unit: str, where: str, standing: Standing, answers: Mapping[str, str]) -> Placing:
    """Find the post of a title, within the unit that the file names beside it."""
    fitting = standing.called(title)
    near = _within(fitting, unit, standing)
    if len(near) == 1:
        return Placing(Target(title, near[0]))
    homes = [] if standing.is_enterprise(unit) else standing.units_called(unit)
    proposed = [] if fitting else _proposed(title, standing)
    options = [*_posts(near or fitting or proposed, standing), *_homes(title, unit, homes, standing)]
    if near:
        options = _posts(near, standing)
    question = Question(
        key=f"{MINE}post:{_plain(unit)}/{_plain(title)}".replace(":/", ":"),
        where=where,
        ask=_ask(title, unit, fitting, proposed),
        options=[*options, Option(value=SKIP, label="这个岗位的卡先不导入")],
    )
    question.answer = _answer(question, answers, sure=not fitting and not proposed and len(homes) < 2)
    return _settled(title, unit, question, homes, standing)


def _within(fitting: list[Post], unit: str, standing: Standing) -> list[Post]:
    """Those in the unit that the file names, or in one below it."""
    if standing.is_enterprise(unit):
        return fitting
    above = standing.units_called(unit)
    return [
        post
        for post in fitting
        if any(standing.units[post.unit_id].path.startswith(one.path) for one in above)
    ]


def _proposed(title: str, standing: Standing) -> list[Post]:
    named = propose(title, [post.title for post in standing.posts])
    return [post for name in named for post in standing.posts if post.title == name][:MOST_PROPOSED]


def _posts(posts: list[Post], standing: Standing) -> list[Option]:
    return [Option(value=str(post.id), label=f"就是“{standing.words(post)}”") for post in posts]


def _homes(title: str, unit: str, homes: list[Unit], standing: Standing) -> list[Option]:
    """The ways of making the post anew."""
    if len(homes) > 1:
        return [
            Option(value=f"{NEW}:{one.id}", label=f"新建岗位“{title}”，放在{standing.place(one.id)}")
            for one in homes
        ]
    if homes:
        label = f"新建岗位“{title}”，放在{standing.place(homes[0].id)}"
    elif standing.is_enterprise(unit):
        label = f"新建岗位“{title}”，以后再放到部门里"
    else:
        label = f"新建部门“{unit}”，里面新建岗位“{title}”"
    return [Option(value=NEW, label=label)]


def _ask(title: str, unit: str, fitting: list[Post], proposed: list[Post]) -> str:
    inside = f"“{unit}”的" if unit else ""
    if len(fitting) > 1:
        return f"叫“{title}”的岗位有 {len(fitting)} 个。这些卡是哪一个的？"
    if fitting or proposed:
        return f"没有{inside}岗位“{title}”，有差不多的。这些卡是哪个岗位的？"
    return f"还没有{inside}岗位“{title}”。要新建吗？"


def _plain(text: str) -> str:
    return squash(text).replace("=", "＝")[:80]


def _answer(question: Question, answers: Mapping[str, str], *, sure: bool) -> str:
    """The answer that was given; where nothing there is like it, a new post unless somebody says otherwise."""
    given = answers.get(question.key, "")
    if given in {one.value for one in question.options}:
        return given
    return NEW if sure else ""


def _settled(title: str, unit: str, question: Question, homes: list[Unit], standing: Standing) -> Placing:
    answer = question.answer
    if answer in ("", SKIP):
        return Placing(None, question, skipped=answer == SKIP)
    if answer == NEW:
        department = "" if homes or standing.is_enterprise(unit) else " ".join(unit.split())
        return Placing(Target(title, None, homes[0] if homes else None, department), question)
    chosen = answer.removeprefix(f"{NEW}:")
    if chosen != answer:
        return Placing(Target(title, None, next(one for one in homes if str(one.id) == chosen)), question)
    return Placing(Target(title, next(post for post in standing.posts if str(post.id) == answer)), question)
