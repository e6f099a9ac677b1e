"""Where a reading notes what is odd and what it has to ask, and finds the answers."""

from collections.abc import Iterable, Mapping

from app.cards.schemas import Kind
from app.exchange.pasted_cells import squash
from app.exchange.reading.schemas import Option, Question, Told
from app.exchange.reading.text import is_blank
from app.exchange.reading.words import FIELDS

TYPE_IT = "?"  # the option that stands for "write it yourself"


class Desk:
    """Warnings and questions of one reading, and the words that were read into something else (numbers, levels)."""

    def __init__(self, answers: Mapping[str, str]) -> None:
        self.answers = answers
        self.warnings: list[Told] = []
        self.questions: dict[str, Question] = {}
        self.spent: set[str] = set()
        self.labels: set[str] = set(FIELDS[Kind.EMERGENCY]["contacts"])  # words that stand before a value

    def warn(self, code: str, where: str, message: str) -> None:
        """Name something odd, once."""
        told = Told(code=code, where=where, message=message)
        if told not in self.warnings[-50:]:
            self.warnings.append(told)

    def unread(self, where: str, text: str, why: str = "没有找到该放在哪里") -> None:
        """Name text that found no place."""
        if not is_blank(text):
            self.warn("unread", where, f"{why}，没有读入：{text.strip()}")

    def spend(self, *texts: str) -> None:
        """These words stand for something that was read: a heading, a number, a level."""
        self.spent.update(squash(text) for text in texts)

    def ask(self, key: str, where: str, ask: str, options: Iterable[Option], *, free: bool = False) -> str:
        """The answer to a question, "" while nobody has given one that is an option."""
        known = self.questions.get(key)
        if known is None:
            known = Question(key=key, where=where, ask=ask, options=list(options), free=free)
            known.answer = self._answer(known)
            self.questions[key] = known
        return known.answer

    def strangers(self) -> None:
        """Warn of answers to questions that this file does not ask."""
        for key in self.answers:
            if key not in self.questions:
                self.warn("answer", "", f"这个文件没有问“{key[:80]}”，这条回答没有用上。")

    def _answer(self, question: Question) -> str:
        given = self.answers.get(question.key, "").strip()
        if not given or (question.free and given == TYPE_IT):
            return ""
        if given in (one.value for one in question.options) or (question.free and len(given) <= 60):
            return given
        self.warn("answer", question.where, f"“{given[:60]}”不在可以选的回答里，没有用。请重新选。")
        return ""
