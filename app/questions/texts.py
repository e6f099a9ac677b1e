"""Small tools on Chinese sentences: comparing, cutting, ranking."""

import hashlib
import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

BLANK = "＿＿"
LINES = (
    4096  # of which a process remembers what was found in them: the same stand on many cards of a department
)
ENDS = "，。；、：！？,.;:!? "
_DROPPED = re.compile(r"[\s\W_]+")
_POINT = re.compile(r"(?<=\d)\.(?=\d)")  # the one sign that means something: 1.2 is not 12
_SENTENCE = re.compile(r"[^。；;！？!?\n]+")
_CLAUSE = re.compile(r"[^，,。；;！？!?：\n]+")
_NUMBERED = re.compile(r"^\s*[（(]?\d{1,2}(?:[)）、．]|\.(?!\d))\s*")
_PAIRED = ("“”", "（）", "()", "《》", "「」")
_OPENING = re.compile(
    r"^(针对|根据|按照?|接到|发生|遇到?|为了?|如)[^，,]{2,}$"
)  # a first clause that only leads on
_HANGING = re.compile(r"((?<!小)时|[前后里内若如和与及或的])$")  # an end that waits for the next clause


@lru_cache(maxsize=4 * LINES)  # pieces of them, and prompts
def plain(text: str) -> str:
    """A text without width, case, spaces and punctuation: what it says, however it is written."""
    pointed = _POINT.sub("点", unicodedata.normalize("NFKC", text))
    return _DROPPED.sub("", pointed).lower()


def same_said(one: str, other: str) -> bool:
    """Whether one of two texts says the other, or holds it: 安全帽, 戴安全帽."""
    a, b = plain(one), plain(other)
    return not a or not b or a in b or b in a


@lru_cache(maxsize=LINES)
def pairs(text: str) -> frozenset[str]:
    """The two-character pieces of a text: texts that share none are about different things."""
    return frozenset(one + other for one, other in pairwise(plain(text)))


def trimmed(text: str) -> str:
    """Without the signs at its ends."""
    return text.strip(ENDS)


@lru_cache(maxsize=LINES)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each as it stands there, without its number and last sign."""
    found = (_NUMBERED.sub("", match[0]).strip(ENDS) for match in _SENTENCE.finditer(text))
    return tuple(one for one in found if one)


def whole(text: str) -> bool:
    """Whether no quotation or bracket was cut in two."""
    return all(text.count(pair[0]) == text.count(pair[1]) for pair in _PAIRED)


@lru_cache(maxsize=LINES)
def clauses(text: str) -> tuple[str, ...]:
    """The clauses of a text, each as it stands there."""
    found = (_NUMBERED.sub("", match[0]).strip(ENDS) for match in _CLAUSE.finditer(text))
    return tuple(one for one in found if one)


@lru_cache(maxsize=LINES)
def short_part(text: str, longest: int, least: int = 4) -> str:
    """The longest beginning of a text, in whole clauses, of at most `longest` characters; "" where none is."""
    first = next(iter(sentences(text)), "")
    best = ""
    for match in _CLAUSE.finditer(first):
        part = first[: match.end()].strip(ENDS)
        if len(part) > longest:
            break
        if len(part) >= least and not _waits(part, first, match.end()):
            best = part
    return best


def _waits(part: str, sentence: str, end: int) -> bool:
    """Whether a piece can't be said without what follows it at `end` in its sentence."""
    leads = part != sentence.strip(ENDS) and bool(_OPENING.match(part))
    return leads or sentence[end : end + 1] == "：" or bool(_HANGING.search(part)) or not whole(part)


def pieces(text: str) -> list[str]:
    """The clauses of a text that can be said alone: one that waits for the next is kept with it."""
    found: list[str] = []
    for sentence in sentences(text):
        start = 0
        for match in _CLAUSE.finditer(sentence):
            part = sentence[start : match.end()].strip(ENDS)
            if part and not _waits(part, sentence, match.end()):
                found.append(part)
                start = match.end()
    return found


@lru_cache(maxsize=LINES)
def around(text: str, part: str, longest: int = 36) -> str:
    """What stands around `part` in a text: its sentence, or as many clauses of it as fit. A piece of the text."""
    sentence = next((one for one in sentences(text) if part in one), "")
    if len(sentence) <= longest:
        return sentence if whole(sentence) else ""
    spans = [match.span() for match in _CLAUSE.finditer(sentence)]
    at = sentence.index(part)
    first = last = next((n for n, (_, end) in enumerate(spans) if at < end), 0)
    while first > 0 and spans[last][1] - spans[first - 1][0] <= longest:
        first -= 1
    while last + 1 < len(spans) and spans[last + 1][1] - spans[first][0] <= longest:
        last += 1
    found = sentence[spans[first][0] : spans[last][1]].strip(ENDS)
    return found if len(found) <= longest and part in found and whole(found) else ""


def digest(*parts: str) -> str:
    """16 hex digits that stand for these parts."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def ranked(seed: str, candidates: Iterable[str]) -> list[str]:
    """Candidates in an order that hangs on the seed and on each alone: a new one moves none of the others."""
    start = hashlib.sha256(seed.encode())

    def place(one: str) -> bytes:
        at = start.copy()
        at.update(one.encode())
        return at.digest()

    return sorted(set(candidates), key=place)


def apart(
    right: Sequence[str], candidates: Iterable[str], refused: Container[str] = (), most: int = 3
) -> list[str]:
    """The first candidates of which none says what a right answer, or another of them, says; or stands, plain, in
    what is refused."""
    chosen: list[str] = []
    said = [plain(one) for one in right]
    for one in candidates:
        if len(chosen) == most:
            break
        new = plain(one)
        if one and new not in refused and not any(new in other or other in new for other in said):
            chosen.append(one)
            said.append(new)
    return chosen
