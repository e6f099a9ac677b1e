"""What several commands share."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy.exc import SQLAlchemyError

from app.access import actions as access
from app.access.policy import Role
from app.access.secrets import hash_password
from app.core import clock
from app.core.errors import Problem
from app.core.ids import random_token
from app.exchange.textfile import WrongType
from app.org import actions as org
from app.org import queries as org_queries
from app.org.models import Unit


@contextmanager
def in_words() -> Iterator[None]:
    """What goes wrong outside the program (a path, a database, a rule) ends a command with a sentence, and with 1."""
    try:
        yield
    except WrongType as problem:
        own = type(problem) is not WrongType  # it knows what the file is, and what to do with it
        hint = problem.hint if own else "在 Word 里另存为纯文本（.txt，UTF-8）或 .docx，再导入那个文件。"
        raise click.ClickException(f"{problem.message}。{hint}") from problem
    except Problem as problem:
        raise click.ClickException(f"{problem.message}。{problem.hint}") from problem
    except OSError as error:
        raise click.ClickException(f"{_why(error)}：{error.filename or error.strerror}") from error
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"打不开数据库，或者写不进去：看看 DATA_DIR 和 DATABASE_URL 对不对。（{type(error).__name__}）"
        ) from error


def _why(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "磁盘满了，写不下"
    if error.errno == errno.EROFS:
        return "这块盘只能读，不能写"
    reasons = {
        FileNotFoundError: "没有这个文件或文件夹",
        IsADirectoryError: "这是文件夹，不是文件",
        NotADirectoryError: "路径里有一段不是文件夹",
        FileExistsError: "有一个同名的文件，不是文件夹",
        PermissionError: "没有权限读写",
    }
    return reasons.get(type(error), "读写不了")


def need_installation() -> None:
    """Stop a command, in words, where there is no enterprise to work on."""
    try:
        found = org_queries.installation()
    except SQLAlchemyError as error:
        raise click.ClickException(
            f"打不开数据库，或者还没建表：先运行 make run 或 flask init。（{type(error).__name__}）"
        ) from error
    if found is None:
        raise click.ClickException("数据库里还没有企业：先运行 make run（演示）或 flask init（真实企业）。")


def first_password() -> tuple[str, str]:
    """(hash, password) for somebody who will have to change it. Hashed before the writers' lock is taken."""
    password = random_token(12)
    return hash_password(password), password


def join_as(unit: Unit, name: str, employee_no: str, role: Role, hashed: str) -> None:
    """Somebody joins a unit today with a role on it; part of the command's one write."""
    on = clock.day_in(org_queries.zone_of(unit.path))
    person = org.join(
        unit=unit, name=name, employee_no=employee_no, phone=None, on=on, by=None, password_hash=hashed
    )
    access.grant_role(person.account, role, unit_id=unit.id, unit_path=unit.path, by=None)
