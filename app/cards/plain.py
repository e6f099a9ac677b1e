"""Advice on plain words (简明化、通俗化, S5): what in a card is long, vague or stiff, and what to write instead. Pure.

It advises and never blocks. A rule speaks only where it is sure: a vague word with a thing behind it is none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.cards.plainwords import ACTS, EMPTY, NOT_ACTS, STIFF, VAGUE
from app.cards.schemas import Body, DutyRow, Head, Kind, OperationRow, RiskRow, ScenarioRow, Step

QUOTE = 30  # characters of a quotation
RUN_ON = 3  # commas that make a long sentence a run of sentences
DUTY = "安全职责"

Found = tuple[str, str]  # (message, quote)
Cell = tuple[str, str]  # (Chinese label of the field, text)


@dataclass(frozen=True)
class Limits:
    """From what length on something is advised on; settings of the enterprise."""

    cell: int = 80
    sentence: int = 40
    step: int = 12
    duties: int = 10


@dataclass(frozen=True)
class Advice:
    """One piece of advice to whoever writes a card."""

    identity: str  # of the row; "" = the card as a whole
    field: str  # as the form calls it
    message: str  # what it is, and what to write instead
    quote: str  # the words that it is about


def advise(kind: Kind, head: Head, rows: Sequence[tuple[str, Body]], limits: Limits) -> list[Advice]:
    """What could be said more plainly on a card, in the order of its rows and fields."""
    found = [*_of_card(kind, head, rows, limits)]
    for identity, body in rows:
        found += [Advice(identity, field, *one) for field, one in _of_row(body, limits)]
    return list(dict.fromkeys(found))


def _of_card(kind: Kind, head: Head, rows: Sequence[tuple[str, Body]], limits: Limits) -> Iterator[Advice]:
    if kind is Kind.DUTY and len(rows) > limits.duties:
        message = f"有 {len(rows)} 条职责，最多写 {limits.duties} 条。合并重复的，去掉不归本岗管的。"
        yield Advice("", DUTY, message, "")
    for one in _prose("概述", head.summary, limits):
        yield Advice("", "概述", *one)
    for text in head.rights:  # they quote the law: only their length is advised on
        for one in _long(text, limits):
            yield Advice("", "权限与义务", *one)


def _of_row(body: Body, limits: Limits) -> Iterator[tuple[str, Found]]:
    if isinstance(body, ScenarioRow):
        for step in body.steps:
            yield from _step(step, limits)
    for field, text in _cells(body):
        for one in _prose(field, text, limits):
            yield field, one
    for field, text in _names(body):
        for one in _long(text, limits):
            yield field, one


def _cells(body: Body) -> list[Cell]:
    """The sentences of a row, in the order of the form."""
    if isinstance(body, ScenarioRow):
        steps = [cell for one in body.steps for cell in (("做什么", one.act), ("怎么做", one.how))]
        return [*steps, *_each("不许", body.never), *_each("注意事项", body.notes)]
    if isinstance(body, RiskRow):
        return [("危险和有害因素", body.hazard), *_each("管控措施", [one.text for one in body.measures])]
    if isinstance(body, OperationRow):
        told = [("作业程序", body.procedure), ("作业标准及注意事项", body.standard), ("风险", body.risk)]
        return [*told, *_each("严禁", body.forbidden)]
    return [(DUTY, body.duty), ("到位标准", body.standard), ("考核标准", body.assessment)]


def _names(body: Body) -> list[Cell]:
    """What names a thing or quotes a law; only its length is advised on."""
    if isinstance(body, ScenarioRow):
        return [("事故情形", body.name), *_each("应急物资", body.supplies)]
    if isinstance(body, RiskRow):
        return [("风险点", body.point)]
    return [("权限与义务", body.rights)] if isinstance(body, DutyRow) else []


def _each(field: str, texts: Sequence[str]) -> list[Cell]:
    return [(field, text) for text in texts]


def _step(step: Step, limits: Limits) -> Iterator[tuple[str, Found]]:
    act = step.act.strip()
    if not step.who.strip():
        yield "谁去做", ("没写谁去做。写上是谁：谁看见谁做、操作工、班长。", act[:QUOTE])
    if len(act) > limits.step:
        message = f"有 {len(act)} 个字，最多 {limits.step} 个。只写动作，细节写到“怎么做”。"
        yield "做什么", (message, act[:QUOTE])
    if act.startswith(tuple(NOT_ACTS)) and not re.search(r"[就才再先，,]", act):
        yield "做什么", ("第一个词写动作：停、断、喊、打、撤。谁做，写到“谁去做”。", act[:QUOTE])


def _prose(field: str, text: str, limits: Limits) -> Iterator[Found]:
    yield from _long(text, limits)
    said = _QUOTED.sub("○", text)  # what a sign says, a shout and the name of a law are none of ours
    for clause in _CLAUSE.split(said):
        yield from _empty("".join(clause.split()), with_times=field != DUTY)
    yield from _negated(said)
    yield from _unitless(said)
    yield from _stiff(said)


_QUOTED = re.compile(r"“[^”]{,60}”|‘[^’]{,60}’|「[^」]{,60}」|《[^》]{,60}》|【[^】]{,60}】|\"[^\"]{,60}\"")
_SENTENCE = re.compile(r"[。；;！!？?\n]")
_CLAUSE = re.compile(r"[。；;！!？?\n，,：:（）()]")


def _long(text: str, limits: Limits) -> Iterator[Found]:
    """A text that is too long, and each sentence of it that is."""
    text = text.strip()
    sentences = [one for one in map(str.strip, _SENTENCE.split(text)) if one]
    if len(text) > limits.cell:
        yield f"有 {len(text)} 个字，太长了。分成几条，一条只写一件事。", text[:QUOTE]
        if len(sentences) == 1:
            return
    for one in sentences:
        commas = len(re.findall("[，,]", one))
        if len(one) > limits.sentence and commas >= RUN_ON:
            yield f"一句话里连着说了 {commas + 1} 件事。用句号断开，一句只说一件。", one[:QUOTE]
        elif len(one) > limits.sentence:
            yield f"这句话有 {len(one)} 个字，太长了。最好不超过 {limits.sentence} 个字。", one[:QUOTE]


_VAGUE = re.compile(rf"(?!保证(?:措施|体系))(?:{'|'.join(VAGUE)})")
# Longest first, so that 本岗位 is not read as 本岗 and a thing called 位.
_EMPTY = re.compile("|".join(sorted([*EMPTY, *VAGUE], key=len, reverse=True)))
_LATE = re.compile(
    r"及时(?:处理|处置|报告|上报|汇报|整改|解决|纠正|消除)(?:安全|生产|事故|隐患|问题|异常|情况|的)*$"
)
_TOLD = re.compile(r"[向给把将]|告诉|分钟|小时|当班|当天|当场")
_SOME = re.compile(r"(?:相关|有关)(?:人员|部门|单位|领导|规定|制度|要求|措施|手续|证件|资料|规程)")
_ABOUT = re.compile(r"[与和跟同].{1,12}[相有]关")
# Not the 等 of waiting: 原地等, 先等.
_REST = re.compile(r"(?<![、地里外旁边处上下先再后着])等(?:用品|防护用品|措施|工作|情况|问题|物品|工具)?$")
_OFTEN = re.compile(r"定期(?!检验|送检)")
_HOW_OFTEN = re.compile(r"\d|每|[一二两三四五六七八九十半按逐当]个?(?:次|小时|班|天|日|周|月|季|年)")
_DEGREE = re.compile(r"(?<!不)适当|酌情|(?<![重监巡忽])视情况?|必要时|适时")


def _empty(clause: str, *, with_times: bool) -> Iterator[Found]:
    """The first thing in a clause that leaves its reader without anything to do."""
    tail = clause[_empty_from(clause) :]
    if (vague := _VAGUE.search(tail)) and vague.end() < len(tail):
        quote = tail[vague.start() :][:QUOTE]
        yield f"“{quote}”太笼统。{VAGUE[vague[0]]}", quote
        return
    if (late := _LATE.search(clause)) and not _TOLD.search(clause):
        yield f"“{late[0]}”没说多快、找谁。写清几分钟内、当班还是当天，告诉谁。", late[0]
    elif (some := _SOME.search(clause)) and not _ABOUT.search(clause):
        yield f"“{some[0]}”没说是哪个。写出名字。", some[0]
    elif (left := _REST.search(clause)) and "、" in clause[: left.start()]:
        yield "“等”后面还有什么，没说。都写出来，或者去掉“等”。", clause[-QUOTE:]
    elif with_times and _OFTEN.search(clause) and not _HOW_OFTEN.search(clause):
        yield "“定期”没说多久一次。写清每班、每周还是每月。", clause[:QUOTE]
    elif degree := _DEGREE.search(clause):
        yield f"“{degree[0]}”各人想的不一样。写清什么时候做、做到多少。", clause[:QUOTE]


def _empty_from(clause: str) -> int:
    """Where the words that say nothing begin, with which a clause ends; its length where it ends in a thing."""
    start = len(clause)
    for word in reversed(list(_EMPTY.finditer(clause))):
        if word.end() != start:
            break
        start = word.start()
    return start


_BANNED_NOT = re.compile(r"(?:不[得能可许准要]|严禁|禁止)不(?![同明合良规锈法足])[^。；;！!？?\n，,、]*")
_MUST = re.compile(r"非[^。；;！!？?\n，,、]{1,10}不可(?=$|[。；;！!？?\n，,])")


def _negated(text: str) -> Iterator[Found]:
    for found in (*_BANNED_NOT.finditer(text), *_MUST.finditer(text)):
        quote = found[0][:QUOTE]
        yield f"“{quote}”绕弯了。直接写先做什么，再做什么，例如“停了机再清扫”。", quote


_UNITLESS = re.compile(
    r"(?:不?[大小低高多少]于|不?超过?|考核|罚款?|扣|至少|达到|[≥≤＞＜><])\s*"
    r"\d+(?:\.\d+)?(?:\s*[~～\-—至到]\s*\d+(?:\.\d+)?)?\s*(?=$|[。；;！!？?\n，,)）]|以[上下内外]|之间|左右)"
)
_PURE_NUMBER = re.compile(r"pH|系数|因数|比|分|级|编号|指数|[LECMSDR]\s*[=×≥≤＞＜><]", re.IGNORECASE)


def _unitless(text: str) -> Iterator[Found]:
    """A limit whose number says nothing of metres, degrees or times."""
    for found in _UNITLESS.finditer(text):
        before = _CLAUSE.split(text[max(found.start() - QUOTE, 0) : found.start()])[-1]
        if not _PURE_NUMBER.search(before + found[0]):
            quote = (before + found[0]).strip()
            yield "数字后面没写单位。补上，例如米、度、分钟、分、元。", quote[-QUOTE:]


_WORDY = re.compile(rf"(?:进行|予以|加以|实施|开展)(?P<act>{'|'.join(ACTS)})")


def _stiff(text: str) -> Iterator[Found]:
    for found in _WORDY.finditer(text):
        yield f"“{found[0]}”直接写“{found['act']}”。", found[0]
    for pattern, plain in STIFF:
        if stiff := pattern.search(text):
            yield f"“{stiff[0]}”是书面话，写成“{plain}”。", stiff[0]
