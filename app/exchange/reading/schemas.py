"""What was read out of an Office file: cards, posts, what is odd, and what somebody has to say. Plain values."""

from enum import StrEnum

from msgspec import Struct, field

from app.cards.schemas import Body, Head, Kind


class Outcome(StrEnum):
    """What can be done with a file."""

    IMPORT = "import"
    QUESTIONS = "import_with_questions"
    REFUSE = "refuse"


class Told(Struct, kw_only=True):
    """Something odd that was read all the same, or text that found no place (code `unread`)."""

    code: str
    where: str
    message: str


class Option(Struct, kw_only=True):
    """One answer to a question."""

    value: str
    label: str


class Question(Struct, kw_only=True):
    """What the document says ambiguously: asked, never guessed."""

    key: str  # the same for the same file
    where: str
    ask: str
    options: list[Option]
    free: bool = False  # any other text is an answer as well: a post's title
    answer: str = ""


class ReadRow(Struct, kw_only=True):
    """One row of a card."""

    where: str
    body: Body
    id: str = ""  # the row's own identity, where the file is an export of ours


class ReadCard(Struct, kw_only=True):
    """One card of one post."""

    post: str  # "" while a question asks for it
    kind: Kind
    where: str
    unit: str = ""  # the department it names
    head: Head = field(default_factory=Head)
    rows: list[ReadRow] = field(default_factory=list)
    lacks: list[str] = field(
        default_factory=list
    )  # of our own sheets: owner, step.icon, head.jingle have no column


class ReadPost(Struct, kw_only=True):
    """A post that the file names."""

    title: str
    unit: str = ""
    where: str = ""


class Reading(Struct, kw_only=True):
    """All that was read from one file."""

    cards: list[ReadCard] = field(default_factory=list)
    posts: list[ReadPost] = field(default_factory=list)
    warnings: list[Told] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    refused: str = ""  # why nothing can be read

    @property
    def outcome(self) -> Outcome:
        """Whether it can be carried out as it is."""
        if self.refused:
            return Outcome.REFUSE
        asked = any(not one.answer for one in self.questions)
        return Outcome.QUESTIONS if asked else Outcome.IMPORT
