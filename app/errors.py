"""Error pages: what happened, what to do, one button; no codes, never a trace."""

from flask import Flask, Response, current_app, jsonify, make_response, redirect, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.wrappers import Response as BaseResponse

from app.core.errors import NotSignedIn, Problem
from app.core.web import wants_json

WORDS = {
    400: ("发来的内容看不懂", "退回去，再试一次。"),
    404: ("没有这一页", "地址可能不对，或者已经删了。"),
    405: ("这一页不能这样用", "退回去，再试一次。"),
    413: ("文件太大了", "换一个小一点的文件再试。"),
    415: ("这种文件读不了", "换一种文件再试。"),
    429: ("试得太多了", "歇几分钟再试。"),
    500: ("出错了，不是你的问题", "内容没有存上。过一会儿再试，还不行就告诉管理员。"),
}


def init_app(app: Flask) -> None:
    """Answer every error in the form the asker understands."""
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(IntegrityError, _clash)
    app.register_error_handler(DataError, _unfit)
    app.register_error_handler(OperationalError, _storage)
    app.register_error_handler(Exception, _unexpected)


def answer(status: int, code: str, message: str, hint: str) -> tuple[Response | str, int]:
    """An error as JSON for the API, as a page for people."""
    if wants_json(request):
        return jsonify(code=code, message=f"{message}。{hint}".strip("。") + "。"), status
    # Not `render_template`: that looks up who is signed in, which may be the very thing that fails.
    page = current_app.jinja_env.get_template("error.html")
    return page.render(status=status, message=message, hint=hint), status


def _problem(problem: Problem) -> tuple[Response | str, int] | BaseResponse:
    if isinstance(problem, NotSignedIn) and not wants_json(request) and request.method == "GET":
        return redirect(url_for("access.sign_in_page"))
    return answer(problem.status, problem.code, problem.message, problem.hint)


def _stale_form(_error: CSRFError) -> tuple[Response | str, int]:
    return answer(400, "stale_form", "这一页开得太久了", "退回去，刷新一下再试。没有存上任何东西。")


def _clash(error: IntegrityError) -> tuple[Response | str, int]:
    current_app.logger.error("clash", exc_info=error)
    return answer(409, "conflict", "刚刚别人也改了这里", "没有存上。退回去看看，再试一次。")


def _unfit(error: DataError) -> tuple[Response | str, int]:
    current_app.logger.warning("unfit", exc_info=error)  # a zero byte, or more than a column holds
    return answer(400, "http_400", *WORDS[400])


def _storage(error: OperationalError) -> tuple[Response | str, int]:
    """The database is full, locked or gone. Nothing was kept; a phone still has it and sends it again."""
    current_app.logger.error("storage", exc_info=error)
    return answer(503, "storage", "服务器现在存不了", "没有存上。过一会儿再试，还不行就告诉管理员。")


def _http(error: HTTPException) -> Response | HTTPException:
    status = error.code or 500
    if status < 400:
        return error
    message, hint = WORDS.get(status, WORDS[400 if status < 500 else 500])
    told = make_response(answer(status, f"http_{status}", message, hint))
    if isinstance(error, MethodNotAllowed):
        told.allow.update(error.valid_methods or ())
    return told


def _unexpected(error: Exception) -> tuple[Response | str, int]:
    current_app.logger.error("unexpected", exc_info=error)
    message, hint = WORDS[500]
    return answer(500, "unexpected", message, hint)
