"""Levels of risk as documents write them: words and colours are clear, numbers and letters need the file's own legend.

I to IV may run either way, and four levels are not five: what the file does not say is asked.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.exchange.pasted_cells import squash
from app.exchange.reading.desk import Desk
from app.exchange.reading.schemas import Option
from app.exchange.reading.text import han
from app.risk.matrices import LEVELS

# 显著危险 and its like are the words of LEC for its five levels.
WORDS = {
    **{"极其危险": 1, "高度危险": 2, "显著危险": 3, "一般危险": 4, "稍有危险": 5, "极度危险": 1},
    **{"重大": 1, "较大": 2, "一般": 3, "低": 4, "深蓝": 4, "红": 1, "橙": 2, "黄": 3, "蓝": 4},
}
_WORD = re.compile("|".join(sorted(WORDS, key=len, reverse=True)))
_TOKEN = re.compile(
    r"(?<![A-Za-z0-9.])(?P<roman>IV|V|III|II|I)(?![A-Za-z0-9.])|(?<![\d.])(?P<digit>[1-5])(?![\d.])"
    r"|(?<![A-Za-z])(?P<letter>[A-E])(?![A-Za-z])|(?P<han>[一二三四五])(?=级|等|$)"
)
_RANGE = re.compile(r"[-~—–～至到或/]")
_NOISE = re.compile(r"风险等级|安全风险|风险|等级|级别|色|第|[“”\"']")
SCORE = re.compile(r"\((?:[DR][=:]\d+(?:\.\d+)?|\d{2,}(?:\.\d+)?)分?\)")  # 较大风险(D=270)
_ROMANS = ("I", "II", "III", "IV", "V")
_FAMILIES = {"roman": "Ⅰ、Ⅱ、Ⅲ", "digit": "1、2、3", "letter": "A、B、C", "han": "一级、二级、三级"}
_MARK = r"(?:IV|V|III|II|I|[1-5]|[A-E]|[一二三四五])(?:级|等)|(?:IV|III|II)(?![A-Za-z])"
_LEGEND = re.compile(
    rf"(?P<token>{_MARK})(?:安全)?(?:风险)?(?:[（(:：=为是、,，对应属于\-—→]|代表|表示|安全|风险|标|用|红橙黄蓝)*?"
    r"(?P<word>深蓝|重大|较大|一般(?!危险)|低|红|橙|黄|蓝)"
)
_LEGEND_BACK = re.compile(
    r"(?P<word>深蓝|重大|较大|一般|低|红|橙|黄|蓝)(?:色|风险|安全)*[（(:：=为是对应属于\-—→]+(?P<token>"
    + _MARK
    + ")"
)
SCALES: dict[str, tuple[str, dict[int, int]]] = {
    "first4": ("共四级，第一级最重：第一级红，第四级蓝", {1: 1, 2: 2, 3: 3, 4: 4}),
    "last4": ("共四级，第四级最重：第四级红，第一级蓝", {1: 4, 2: 3, 3: 2, 4: 1}),
    "first5": ("共五级，第一级最重：第一级红，第四级深蓝，第五级蓝", {1: 1, 2: 2, 3: 3, 4: 4, 5: 5}),
    "last5": ("共五级，第五级最重：第五级红，第一级蓝", {1: 5, 2: 4, 3: 3, 4: 2, 5: 1}),
}
NONE = "none"  # 先不定级
Token = tuple[str, int]  # family and place: ("roman", 2)


@dataclass(frozen=True)
class Written:
    """A level as it is written: the levels it names in clear words, or the tokens of a scale."""

    levels: tuple[int, ...] = ()
    tokens: tuple[Token, ...] = ()

    @property
    def known(self) -> bool:
        """Whether it names a level at all."""
        return bool(self.levels or self.tokens)


def written(text: str) -> Written:
    """Read what a cell says of a level: 较大风险, Ⅱ级, 2-3级, 橙."""
    bare = _NOISE.sub("", SCORE.sub("", squash(text)))
    if not bare or len(bare) > 24:
        return Written()
    levels = tuple(dict.fromkeys(WORDS[found] for found in _WORD.findall(bare)))
    rest = _WORD.sub(" ", bare)
    tokens = tuple(dict.fromkeys(_token(found) for found in _TOKEN.finditer(rest)))
    strange = re.sub(r"[\s级等\-~—–～至到或/()（）【】:：、,.。·]", "", _TOKEN.sub("", rest))
    return Written() if strange else Written(levels, tokens)


def _token(found: re.Match[str]) -> Token:
    family, text = found.lastgroup or "", found.group()
    if family == "roman":
        return family, _ROMANS.index(text) + 1
    if family == "letter":
        return family, ord(text) - ord("A") + 1
    return family, int(text) if family == "digit" else han(text) or 0


def _name(token: Token) -> str:
    family, number = token
    if family == "roman":
        return f"{'ⅠⅡⅢⅣⅤ'[number - 1]} 级"
    return (
        f"{chr(64 + number)} 级"
        if family == "letter"
        else f"{'一二三四五'[number - 1] if family == 'han' else number} 级"
    )


@dataclass
class Scales:
    """What a file's levels mean: its own legend, the scores beside them, and answers."""

    legend: dict[Token, set[int]] = field(default_factory=dict)
    used: dict[str, set[int]] = field(default_factory=dict)  # family > tokens of the file's rows
    scored: dict[str, set[tuple[int, int]]] = field(
        default_factory=dict
    )  # family > (token, level worked out)
    unscored: set[str] = field(default_factory=set)  # families of rows that have nothing but a level
    five: bool = False  # the file tells 深蓝 from 蓝
    huge: bool = False  # the file has 巨大 above 重大

    def learn(self, texts: Iterable[str]) -> None:
        """Read the legend in texts: Ⅰ级为重大风险; 一级（红）."""
        for text in texts:
            line = unicodedata.normalize("NFKC", text)
            self.five = self.five or "深蓝" in line
            for clause in re.split(r"[;；。\n]|(?<=[红橙黄蓝色险大般低)）])[,，、]", line):
                self._clause(squash(clause))
            self._respectively(squash(line))

    def _clause(self, clause: str) -> None:
        for pattern in (_LEGEND, _LEGEND_BACK):
            for found in pattern.finditer(clause):
                if token := _TOKEN.search(found["token"]):
                    self.teach(_token(token), WORDS[found["word"]])

    def _respectively(self, line: str) -> None:
        """Ⅰ、Ⅱ、Ⅲ、Ⅳ级分别为重大、较大、一般、低风险; 红橙黄蓝分别对应一、二、三、四级."""
        for sentence in re.split("[。；;]", line):
            left, word, right = sentence.partition("分别")
            if not word:
                continue
            for names, words in ((left, right), (right, left)):
                listed = re.findall(r"IV|V|III|II|I|[1-5]|[A-E](?![A-Z])|[一二三四五]", names)
                named = _WORD.findall(words)
                if len(listed) == len(named) > 2 and not _WORD.search(names.replace("一般", "")):
                    self._teach_all(listed, named)

    def _teach_all(self, tokens: list[str], words: list[str]) -> None:
        for text, word in zip(tokens, words, strict=True):
            found = _TOKEN.search(f"{text}级")
            if found:
                self.teach(_token(found), WORDS[word])

    def teach(self, token: Token, level: int) -> None:
        """The file says that a token stands for a level."""
        self.legend.setdefault(token, set()).add(level)

    def note(self, text: str, computed: int) -> None:
        """A level that a row of the file gives; `computed` (0: none) is what its score comes to."""
        said = written(text)
        self.huge = self.huge or "巨大" in text
        if len(said.levels) == 1 and len(said.tokens) == 1:
            self.teach(said.tokens[0], said.levels[0])
        for family, number in said.tokens:
            self.used.setdefault(family, set()).add(number)
            if said.levels:
                continue
            if computed and len(said.tokens) == 1:
                self.scored.setdefault(family, set()).add((number, computed))
            else:
                self.unscored.add(family)

    def level(self, text: str, where: str, desk: Desk) -> int:
        """The level that a text stands for; 0 while it is open."""
        said = written(text)
        if self.huge and "重大" in text:
            return self._unknown_word(text, where, desk)
        if len(said.levels) == 1:
            return self._blue(said.levels[0], text)
        if not said.known:
            return self._unknown_word(text, where, desk)
        if len(said.levels) > 1:
            return self._pick(text, {str(one): (LEVELS[one].words, one) for one in said.levels}, where, desk)
        meant = {token: self._token(token, where, desk) for token in said.tokens}
        if len(meant) == 1:
            return next(iter(meant.values()))
        options = {
            str(token[1]): (f"{_name(token)}（{LEVELS[one].words}）" if one else _name(token), one)
            for token, one in meant.items()
        }
        return self._pick(text, options, where, desk)

    def _blue(self, level: int, text: str) -> int:
        return 5 if level == 4 and self.five and "深蓝" not in text and "蓝" in text else level

    def _pick(self, text: str, options: dict[str, tuple[str, int]], where: str, desk: Desk) -> int:
        """Several levels in one cell."""
        made = [Option(value=key, label=f"按{label}") for key, (label, _) in options.items()]
        made.append(Option(value=NONE, label="先不定级"))
        ask = f"等级写的是“{text.strip()}”，不止一级。按哪一级算？"
        answer = desk.ask(f"range:{squash(text)}", where, ask, made)
        return options[answer][1] if answer in options else 0

    def _unknown_word(self, text: str, where: str, desk: Desk) -> int:
        options = [
            Option(value=str(one.number), label=f"{one.number} 级（{one.words}）") for one in LEVELS.values()
        ]
        options.append(Option(value=NONE, label="先不定级"))
        ask = f"等级写的是“{text.strip()[:40]}”，不知道是哪一级。请选。"
        answer = desk.ask(f"word:{squash(text)[:40]}", where, ask, options)
        return int(answer) if answer.isdecimal() else 0

    def _token(self, token: Token, where: str, desk: Desk) -> int:
        family, number = token
        says = self.legend.get(token, set())
        if len(says) == 1:
            level = next(iter(says))
            return 5 if self.five and level == 4 and self._above_blue(token) else level
        fits = self._fitting(family)
        if fits and family not in self.unscored and not any(one[0] == family for one in self.legend):
            return SCALES[fits[0]][1].get(number, 0)
        answer = self._ask(family, where, desk)
        return SCALES[answer][1].get(number, 0) if answer in SCALES else 0

    def _above_blue(self, token: Token) -> bool:
        """Of two tokens that a legend calls 蓝 and 深蓝, whether this is the lesser one."""
        same = [one for one, says in self.legend.items() if one[0] == token[0] and says == {4}]
        if len(same) < 2:
            return False
        reds = [one for one, says in self.legend.items() if one[0] == token[0] and 1 in says]
        rising = not reds or reds[0][1] < token[1]
        return token == (max(same) if rising else min(same))

    def _fitting(self, family: str) -> list[str]:
        """The scales by which every level of the file is what its score comes to."""
        pairs = self.scored.get(family, set())
        return [
            key for key, (_, scale) in SCALES.items() if pairs and all(scale.get(n) == c for n, c in pairs)
        ]

    def _ask(self, family: str, where: str, desk: Desk) -> str:
        most = max(self.used.get(family, {1}))
        options = [
            Option(value=key, label=label) for key, (label, scale) in SCALES.items() if most <= max(scale)
        ]
        options.append(Option(value=NONE, label="说不清，先不定级"))
        ask = f"等级写成{_FAMILIES[family]}，文件里没说哪一级最重。怎么算？"
        return desk.ask(f"scale:{family}", where, ask, options)
