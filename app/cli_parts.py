"""What several commands share."""

import click
from sqlalchemy.exc import SQLAlchemyError

from app.org import queries as org_queries


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
