"""What several commands share."""

import click
from sqlalchemy.exc import SQLAlchemyError

from app.access import actions as access
from app.access.policy import Role
from app.access.secrets import hash_password
from app.core import clock
from app.core.ids import random_token
from app.org import actions as org
from app.org import queries as org_queries
from app.org.models import Unit


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
