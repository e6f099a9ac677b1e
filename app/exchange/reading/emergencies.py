"""Scenarios of an emergency card, and the steps in a text: who does what, and how."""

import re

from app.cards.schemas import Head, ScenarioRow, Step
from app.exchange.reading.contacts import contacts_of, has_number
from app.exchange.reading.desk import Desk
from app.exchange.reading.drafts import Made, add_extra
from app.exchange.reading.headings import Column
from app.exchange.reading.text import items, listed, marked, ordinal
from app.exchange.reading.titles import is_situation
from app.exchange.reading.views import View
from app.exchange.reading.words import ROLES, many

LONGEST_ACT = 12
UNNAMED = "突发情况"
_STOP = re.compile(r"[，,：:；;。](?![^（(]*[）)])")
_SAID = re.compile(r"^(?P<who>[^：:，,。；;、]{2,12})[：:]\s*(?P<rest>\S.*)$", re.DOTALL)
_HANDLING = re.compile(r"的?(?:现场|应急)?(?:处置|处理)$")
_NO_SITUATION = frozenset(
    (
        "",
        *many(
            "现场 应急 先期 初期 前期 后期 后续 紧急 事故 信息 善后 人员 伤员 医疗 自救 互救 报警 分级 协同"
        ),
    )
)
_PEOPLE = re.compile(r"人员|班组|队伍?|部门|调度|小组|所有人|全员|当事人|发现者|目击者|中控|全体")
_DOER = re.compile(
    r"^(?P<who>[一-鿿]{0,4}(?:人员|班长|组长|队长|主任|司机|发现人|发现者|监护人|目击者|负责人|领导|调度员?|[一-鿿]工|员工))"
    r"(?=立即|应|马上|迅速|要|负责|必须|须|第一时间|及时|向|首先|组织|先|拨打|报告|通知|停止|撤离|切断|佩戴|按下|使用|关闭|用|将|把|对|到)"
)
_DOER_BEHIND = re.compile(r"^(?P<rest>[^()（）]{2,})[（(](?P<who>[^()（）]{2,10})[)）]$", re.DOTALL)
_NOT_A_DOER = re.compile(
    r"^(通知|报告|向|由|对|将|把|让|联系|疏散|组织|撤离|停止|立即|待|经|请|协助|救出|转移|安排|指定|如|若|当班?时|与|和|等|被|使|停|动|施|开|完|手)"
)


def emergency_rows(views: list[View], head: Head, situation: str, desk: Desk) -> list[Made]:
    """Scenarios in order; rows that name the same one are its steps."""
    made: list[Made] = []
    last: tuple[str, str, str] | None = None
    for view in views:
        _contacts(view, head)
        name, plain = _name(view, situation)
        key = (name, view.text("post"), view.text("unit"))
        if key != last or not made:
            made.append(Made(view.where, ScenarioRow(name=name), key[1], key[2]))
            if plain:
                desk.warn("no_situation", view.where, f"没有写是哪种事故，先叫“{name}”。请改成具体的事故。")
        last = key
        body = made[-1].body
        assert isinstance(body, ScenarioRow)
        _add(view, body, name)
    return [one for one in made if _says_something(one.body)]


def _says_something(body: object) -> bool:
    return isinstance(body, ScenarioRow) and bool(
        body.steps or body.notes or body.never or body.supplies or body.extra or body.name != UNNAMED
    )


def _name(view: View, situation: str) -> tuple[str, bool]:
    found = own_name(view) or view.more.get("name", "") or _group(view) or situation
    found = " ".join(marked(found)[2].split()) if found else ""
    return found or UNNAMED, not found


def named_beside(view: View, head: Head) -> dict[str, str]:
    """The situation that a form beside the table names; a further name, its type, stands with the card."""
    own = own_name(view)
    for column, text in view.parts("name"):
        if text != own:
            add_extra(head.extra, column.name, text)
    return {"name": own}


def own_name(view: View) -> str:
    """Of 事故类型 and 风险事件 the event is the situation; the type stands apart."""
    names = view.parts("name")
    events = [text for column, text in names if not re.search("类型|类别", column.name)]
    return next(iter([*events, *(text for _, text in names)]), "")


def _group(view: View) -> str:
    """What a line over the rows names: 盲炮处置 does, 现场处置 and 处置步骤 name nothing."""
    if is_situation(view.group):
        return view.group
    about = _HANDLING.sub("", marked(view.group)[2].rstrip("：:"))
    return "" if re.search("步骤|措施|程序|阶段", view.group) or about in _NO_SITUATION else view.group


def _add(view: View, body: ScenarioRow, name: str) -> None:
    own = own_name(view)
    for column, text in view.parts("name"):
        if text not in (own, name):
            add_extra(body.extra, column.name, text)
    who = " ".join(view.text("who").split())
    act, how = view.text("act"), view.text("how")
    if act or how:
        _add_named(body, who, act, how)
    for text in items(view.text("steps")):
        _add_step(body, *step_of(text, who))
    if who and not (act or how or view.text("steps")):
        add_extra(body.extra, "责任人", who)
    for field, into in (("notes", body.notes), ("never", body.never)):
        for text in (view.text(field), view.more.get(field, "")):
            into += [one for one in items(text) if one not in into]
    for text in (view.text("supplies"), view.more.get("supplies", "")):
        body.supplies += [one for one in listed(text) if one not in body.supplies]
    for label, text in view.others().items():
        add_extra(body.extra, label, text)
    if view.group and name not in view.group:
        add_extra(body.extra, "阶段", view.group)


def _add_named(body: ScenarioRow, who: str, act: str, how: str) -> None:
    """What and how stand in cells of their own: several lines of what are several steps."""
    acts, hows = items(act), items(how)
    if ordinal(act) is not None and len(acts) <= 1:
        acts = []
    if len(acts) > 1 and len(acts) == len(hows):
        for one, other in zip(acts, hows, strict=True):
            _add_step(body, who, one, other)
    elif acts:
        _add_step(body, who, "\n".join(acts), how)
    else:
        for text in hows:
            _add_step(body, *step_of(text, who))


def _add_step(body: ScenarioRow, who: str, act: str, how: str) -> None:
    body.steps.append(Step(id=f"s{len(body.steps) + 1}", who=who, act=act, how=how))


def step_of(text: str, who: str = "") -> tuple[str, str, str]:
    """Who, what and how of one step. Nothing of the text is lost; `who` is "" where nobody is named."""
    bare = text.strip().rstrip("。；;，,")
    said = _SAID.match(bare)
    if said and _is_person(said["who"]):
        told = said["who"].strip()
        if who and told != who:
            return who, *_cut(bare)
        return told, *_cut(said["rest"])
    behind = _DOER_BEHIND.match(bare)
    if behind and not who and is_doer(behind["who"]) and not _ends_with_person(behind["rest"]):
        return behind["who"].strip(), *_cut(behind["rest"])
    doer = _DOER.match(bare)
    if doer and not who and not _NOT_A_DOER.match(bare):
        return doer["who"], *_cut(bare[doer.end() :])
    return who, *_cut(bare)


def _ends_with_person(text: str) -> bool:
    """Whether brackets behind a text explain whom it names: 报告值班领导（张主任）."""
    return bool(re.search(rf"(人员|领导|调度|[{ROLES}])$", text.strip()))


def is_doer(text: str) -> bool:
    """Whether a cell names who acts and nothing else: 班长, 现场人员; not 通知电工."""
    bare = "".join(text.split())
    return len(bare) <= 10 and not _NOT_A_DOER.match(bare) and not _STOP.search(bare) and _is_person(bare)


def _is_person(text: str) -> bool:
    bare = text.strip()
    return bool(_PEOPLE.search(bare)) or (bare[-1] in ROLES and not re.search(r"停|开|施|完|动手|断", bare))


def _cut(text: str) -> tuple[str, str]:
    bare = text.strip()
    if len(bare) <= LONGEST_ACT:
        return bare, ""
    stop = _STOP.search(bare)
    if stop and 0 < stop.start() <= LONGEST_ACT:
        return bare[: stop.start()].strip(), bare[stop.end() :].strip()
    return bare, ""


def _contacts(view: View, head: Head) -> None:
    who = " ".join(view.text("who").split())
    for column, text in _beside_names(view.parts("contacts")):
        bare = re.fullmatch(r"[\d\s\-—]+", text)
        add_contacts(head, f"{who} {text}" if who and bare else text, column.name)


def _beside_names(parts: list[tuple[Column, str]]) -> list[tuple[Column, str]]:
    """联系人 and 联系电话 in columns of their own are one contact."""
    if len(parts) != 2 or has_number(parts[0][1]) or not has_number(parts[1][1]) or "\n" in parts[1][1]:
        return parts
    return [(parts[1][0], f"{parts[0][1]} {parts[1][1]}")]


def add_contacts(head: Head, text: str, label: str = "联系电话") -> None:
    """Take the numbers of a text; what is no number is kept under its label."""
    found, left = contacts_of(text, outside="外部" in label)
    for one in found:
        if all((one.name, one.number) != (other.name, other.number) for other in head.contacts):
            head.contacts.append(one)
    add_extra(head.extra, label, left)
