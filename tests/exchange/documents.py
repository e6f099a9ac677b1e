"""Pasted documents for tests of importing, written as Word writes them."""

from app.exchange.plan import read
from app.exchange.schemas import PastedDocument
from tests.exchange.test_pasted_properties import Duty, duty_table, list_of_posts

LIST = [("破碎车间", ["主任", "巡检工"]), ("机电科", ["科长", "电工"])]
CHECK: Duty = ("班前检查设备。", "每班一次。", "未查的，考核。", "1.有权停止作业。")
LOCK: Duty = ("检修时断电挂牌。", "每次都挂。", "未挂的，考核。", "")


def paste(
    groups: list[tuple[str, list[str]]] = LIST, tables: list[tuple[str, list[Duty]]] | None = None
) -> str:
    """A list of posts, then a table of duties for each (title, duties)."""
    listed = list_of_posts(groups) if groups else ""
    return listed + "".join(
        duty_table(at, (title, f"{title}负责本岗位安全。", duties))
        for at, (title, duties) in enumerate(tables or [], 1)
    )


def document(groups: list = LIST, tables: list | None = None) -> PastedDocument:
    """What is read of such a paste."""
    return read(paste(groups, tables), 10)
