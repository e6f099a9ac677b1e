"""Errors are told in the words of those who read them, and never with a trace."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DataError, IntegrityError, OperationalError

from app.core.errors import TooMany
from app.core.throttle import count_miss, forget, refuse_over
from tests.world import PASSWORD, World

CHINESE = re.compile(r"[一-鿿]")


def break_down(app: Flask, endpoint: str, error: Exception) -> None:
    """Let a view raise."""

    def broken(**_values: object) -> str:
        raise error

    broken.allowed = "anyone"
    app.view_functions[endpoint] = broken


def test_an_unexpected_error_is_a_page_without_a_trace(world: World) -> None:
    break_down(world.app, "cards.code_page", ZeroDivisionError("secret detail"))
    answer = world.client("worker").get("/c")
    assert answer.status_code == 500
    assert "不是你的问题" in answer.text
    for hidden in ("Traceback", "secret detail", "ZeroDivision", ".py"):
        assert hidden not in answer.text


def test_for_programs_it_is_json(world: World) -> None:
    break_down(world.app, "access.me", ZeroDivisionError("secret detail"))
    answer = world.client(None).get("/api/me")
    assert (answer.status_code, answer.json["code"]) == (500, "unexpected")
    assert "secret" not in answer.text
    assert CHINESE.search(answer.json["message"])


def test_the_page_comes_even_when_the_database_is_gone_for_someone_signed_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = world.client("administrator")

    def gone(*_args: object) -> None:
        raise OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr("sqlalchemy.engine.Engine.connect", gone)
    answer = client.get("/console/")
    assert (answer.status_code, "服务器现在存不了" in answer.text) == (503, True)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (IntegrityError("INSERT", {}, Exception("twice")), 409),
        (DataError("SELECT", {}, Exception("zero byte")), 400),
    ],
)
def test_what_the_database_refuses_is_no_breakdown(world: World, error: Exception, status: int) -> None:
    break_down(world.app, "cards.code_page", error)
    answer = world.client(None).get("/c")
    assert (answer.status_code, bool(CHINESE.search(answer.text))) == (status, True)


@pytest.mark.parametrize("address", ["/nowhere", "/api/nowhere", "/p", "/console/nowhere", "/%00", "/%ff"])
def test_an_unknown_address_is_404_in_chinese(world: World, address: str) -> None:
    for who in (None, "worker"):
        answer = world.client(who).get(address)
        assert answer.status_code == 404
        assert "没有这一页" in answer.text or answer.json["code"] == "http_404"


def test_another_method_is_405_and_names_those_that_work(world: World) -> None:
    answer = world.client(None).delete("/signin")
    assert (answer.status_code, "这一页不能这样用" in answer.text) == (405, True)
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}
    assert world.client(None).post("/api/sync/manifest").json["code"] == "http_405"


def test_too_large_a_form_is_413(world: World) -> None:
    answer = world.client(None).post("/signin", data={"who": "a" * (13 * 1024 * 1024)})
    assert (answer.status_code, "文件太大了" in answer.text) == (413, True)


def test_a_form_without_its_token_is_refused_and_nothing_is_done(world: World) -> None:
    world.app.config["WTF_CSRF_ENABLED"] = True
    answer = world.client(None).post("/signin", data={"who": "1001", "password": PASSWORD})
    assert (answer.status_code, "开得太久" in answer.text) == (400, True)


@pytest.mark.parametrize(
    "who",
    [
        "1001\0",
        "\0",
        "' OR 1=1 --",
        "1" * 5000,
        "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    ],
)
def test_odd_input_at_the_door_is_no_breakdown(world: World, who: str) -> None:
    answer = world.client(None).post("/signin", data={"who": who, "password": PASSWORD})
    assert answer.status_code in {400, 401}


def test_signed_out_people_are_led_to_the_door_and_programs_are_told(world: World) -> None:
    assert world.client(None).get("/console/").location == "/signin"
    assert world.client(None).get("/api/sync/manifest").json["code"] == "signed_out"


@pytest.fixture
def context(app: Flask) -> FlaskClient:
    with app.app_context():
        yield app.test_client()


def test_misses_are_counted_up_to_the_limit_and_forgotten_on_success(context: FlaskClient) -> None:
    for _ in range(3):
        refuse_over("3/10 minutes", "account", "a")
        count_miss("3/10 minutes", "account", "a")
    with pytest.raises(TooMany):
        refuse_over("3/10 minutes", "account", "a")
    forget("3/10 minutes", "account", "a")
    refuse_over("3/10 minutes", "account", "a")


def test_misses_of_one_are_not_counted_for_another(context: FlaskClient) -> None:
    for _ in range(3):
        count_miss("3/10 minutes", "account", "a")
    refuse_over("3/10 minutes", "account", "b")
    refuse_over("3/10 minutes", "password", "a")


def test_looking_alone_counts_nothing(context: FlaskClient) -> None:
    for _ in range(20):
        refuse_over("3/10 minutes", "account", "a")
