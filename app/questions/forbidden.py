"""Turning what a card forbids (严禁, 不得, 不许, 禁止) into the act itself, where that can be done without harm."""

import re
from functools import lru_cache

from app.questions.texts import ENDS, LINES

_MARK = r"(?:严禁|不得|不许|禁止)"
_STARTS = re.compile(rf"^{_MARK}")
_EACH = re.compile(rf"(?<=[、，]){_MARK}")
_ANY = re.compile(_MARK)
_AFTER = re.compile(rf"^(?P<when>[^，]+)(?P<comma>，?){_MARK}(?P<act>[^，；。]+)$")
_PLACES = "里中时上下前后"
_LONGEST = 22


@lru_cache(maxsize=LINES)
def act_of(sentence: str) -> str:
    """The forbidden act as it stands in a sentence that opens with 不许: 硬拽人. "" for other sentences."""
    said = sentence.strip(ENDS)
    act = said[2:] if _STARTS.match(said) else ""
    return act if 2 <= len(act) <= _LONGEST and not _ANY.search(act) and "，" not in act else ""


@lru_cache(maxsize=LINES)
def done(sentence: str) -> str:
    """The forbidden thing as somebody does it: 没断电，不许伸手 > 没断电，就伸手. "" where that is not safe to say."""
    said = sentence.strip(ENDS)
    turned = _without_marks(said) if _STARTS.match(said) else _after_a_case(said)
    return turned if 2 <= len(turned) <= _LONGEST and not _ANY.search(turned) else ""


def _without_marks(said: str) -> str:
    """不许熄火、不许挂空挡 > 熄火、挂空挡; nothing where a further clause says what to do instead."""
    rest = said[2:]
    if any(not _STARTS.match(clause) for clause in rest.split("，")[1:]):
        return ""
    return _EACH.sub("", rest)


def _after_a_case(said: str) -> str:
    match = _AFTER.match(said)
    if not match:
        return ""
    when, act = match["when"], match["act"]
    if match["comma"]:
        return f"{when}，{act if act.startswith('就') else '就' + act}"
    if when[0] in "没未无":
        return f"{when}就{act}"
    return when + act if len(when) <= 2 or when[-1] in _PLACES else ""
