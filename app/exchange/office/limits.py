"""How much of a file is opened: more than any real form, and less than does harm."""

from app.core.errors import Invalid
from app.exchange.textfile import TooLarge, WrongType

MAX_BYTES = 20 * 1024 * 1024  # forms with a few photos in them; their text alone is below 1 MB
MAX_ENTRIES = 3000  # parts of a file: a document with a thousand pictures has some 2,000
MAX_UNPACKED = (
    256 * 1024 * 1024
)  # all parts as they say of themselves, pictures too: those are never unpacked
MAX_PART = 32 * 1024 * 1024  # one part that is read; a table of 1,000 rows takes 2
MAX_READ = 64 * 1024 * 1024  # all parts that are read
MAX_RATIO = 250  # unpacked to packed, of a large part: real text is below 100
LARGE_PART = 4 * 1024 * 1024  # below this a part may be as repetitive as it likes
MAX_ELEMENTS = 500_000  # of all parts: 283 posts with ten duties each take half of it
MAX_ATTRIBUTES = 1_200_000  # of one part: a cell has three
MAX_DEPTH = 100  # of elements in elements: Word's deepest are about 60
MAX_PLACES = 400_000  # places of all tables' grids: all four cards of 283 posts are 220,000
MAX_FOREIGN = 200_000  # places of the tables that are not our own: these are searched for headings
MAX_COLUMNS = 256  # of one table
MAX_TEXT = 4_000_000  # characters of all blocks; the largest document known has 77,000
MAX_CELL = 32_767  # characters of one cell or paragraph, as many as Excel itself takes
MAX_MERGES = 20_000  # merged ranges of one sheet


class FileTooLarge(TooLarge):
    """An Office file with more in it than is read at once."""

    hint = f"最多 {MAX_BYTES // 1024 // 1024} MB。删掉图片和不用的表，或者分成几个文件。"


class NotOffice(WrongType):
    """Neither .docx nor .xlsx."""

    message = "这不是 Word 或 Excel 文件"
    hint = "用 Word 另存为 .docx，或者用 Excel 另存为 .xlsx，再传一次。"


def broken(hint: str = "用 Word 或 Excel 打开看看，另存一份，再传一次。") -> Invalid:
    """The refusal of a file that says what it is, and can't be read."""
    return Invalid("文件坏了，打不开", code="broken_file", hint=hint)


def too_much(what: str = "文件展开以后太大了") -> FileTooLarge:
    """The refusal of a file that is small, and holds too much."""
    return FileTooLarge(what, hint="删掉不用的表和末尾的空行空列，或者分成几个文件，再传一次。")
