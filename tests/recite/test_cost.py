"""What taking answers in asks of the database."""

from sqlalchemy import event, func, select

from app.core import db
from app.recite.models import ReciteAnswer
from tests.recite.builders import body
from tests.sync.phones import Phone
from tests.world import World


def asked_by(phone: Phone, world: World, answers: int, first: int) -> list[str]:
    """The statements of a push of so many answers to different questions."""
    ops = [phone.op("recite.answered", body(world, f"{first + number:016x}")) for number in range(answers)]
    seen: list[str] = []
    listen = lambda *said: seen.append(said[2])  # noqa: E731
    event.listen(db.engine(), "before_cursor_execute", listen)
    try:
        assert {one.state for one in phone.push(None, *ops).answers} == {"applied"}
    finally:
        event.remove(db.engine(), "before_cursor_execute", listen)
    return seen


def test_an_answer_more_asks_for_its_own_memory_and_nothing_else(world: World) -> None:
    phone = Phone(world, "worker")
    asked_by(phone, world, 1, first=0)
    few, many = (
        [one for one in asked_by(phone, world, count, first=count) if one.lstrip().startswith("SELECT")]
        for count in (2, 10)
    )
    assert len(many) - len(few) == 8
    assert sum("FROM recite_memories" in one for one in many) == 10
    assert db.session().scalar(select(func.count()).select_from(ReciteAnswer)) == 13
