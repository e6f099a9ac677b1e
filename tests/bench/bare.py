"""The references that a measurement is held against: as plain as can be, on the same server and database."""

import random

from flask import Flask, Response, request
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, insert

from app.core import db
from app.core.web import ANYONE, allow

PAGE_BYTES = 14_336
_ROWS = Table("bench_rows", MetaData(), Column("id", Integer, primary_key=True), Column("body", LargeBinary))


def add_bare_page(app: Flask) -> None:
    """A page as plain as can be: 14 KB of HTML on the wire, no style, no script."""
    rng = random.Random(1)
    line = "".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(60))
    head = (
        '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><h1>静</h1>'
    )
    body = head
    while len((body + f"<p>{line}</p>").encode()) < PAGE_BYTES:
        body += f"<p>{line}</p>"
    page = body.encode().ljust(PAGE_BYTES)

    @app.get("/bench/bare")
    @allow(ANYONE)
    def bare() -> Response:
        answer = Response(page, mimetype="text/html")
        answer.headers["Content-Encoding"] = "identity"
        return answer


def add_bare_insert(app: Flask) -> None:
    """An endpoint that only inserts what it is sent: the same database, the same queue of writers, one commit."""
    with app.app_context(), db.migrating() as connection:
        _ROWS.metadata.create_all(connection)

    @allow(ANYONE)
    def bare_insert() -> Response:
        body = request.get_data()
        with db.migrating() as connection:
            connection.execute(insert(_ROWS).values(body=body))
        return Response('{"ok":true}', mimetype="application/json")

    protection: CSRFProtect = app.extensions["csrf"]
    app.add_url_rule("/bench/insert", view_func=protection.exempt(bare_insert), methods=["POST"])
