"""Errors that people read: what happened, and what to do next."""


class Problem(Exception):
    """A request that can't be done, told in the user's words.

    `code` is for programs, `message` says what is wrong, `hint` what to do next; `status` is the HTTP status.
    """

    status = 400
    code = "bad_request"
    message = "这样不行"
    hint = ""

    def __init__(self, message: str = "", *, code: str = "", hint: str = "") -> None:
        super().__init__(message or self.message)
        self.message = message or self.message
        self.code = code or self.code
        self.hint = hint or self.hint


class Invalid(Problem):
    """What was sent does not fit the rules; nothing was written."""

    status = 422
    code = "invalid"
    message = "填的不对"


class NotSignedIn(Problem):
    """Nobody is signed in."""

    status = 401
    code = "signed_out"
    message = "还没进入"
    hint = "先进入岗卡，再来看这一页。"


class Forbidden(Problem):
    """The account may not do this here."""

    status = 403
    code = "forbidden"
    message = "这一页不归你管"
    hint = "要看的话，请找你们单位的管理员。"


class Missing(Problem):
    """There is no such thing, or it belongs to somebody else: the two look the same."""

    status = 404
    code = "missing"
    message = "没有这一页"
    hint = "可能已经删了，或者地址不对。"


class Conflict(Problem):
    """The thing has changed or exists already."""

    status = 409
    code = "conflict"
    message = "和已有的冲突"


class TooMany(Problem):
    """Too many tries."""

    status = 429
    code = "too_many"
    message = "试得太多了"
    hint = "歇几分钟再试。"
