"""An import told to people in plain lines."""

from app.exchange.plan import Fate, Plan, TableFate

FATE_WORDS = {
    Fate.DRAFT: "做成职责清单草稿",
    Fate.SAME: "已经有了，一个字没变",
    Fate.WAITS: "先放着，等人选岗位",
    Fate.KEPT: "这个岗位有别的草稿，先放着，不覆盖",
    Fate.APART: "部门职责，单独存",
    Fate.KNOWN: "上次导入过，还放着",
}


def told(made: Plan, *, dry_run: bool) -> str:
    """What an import did, or would do, line by line."""
    document = made.document
    lines = [
        f"岗位 {len(document.posts)} 个，新增 {len(made.new_posts)} 个；新部门 {len(made.new_departments)} 个",
        *(f"跳过 第 {one.line} 行：{one.title}" for one in made.skipped),
        *(_table(one) for one in made.tables),
        *(f"留意 第 {one.line} 行：{one.message}" for one in document.warnings),
        *(f"读不了 第 {one.line} 行：{one.reason}" for one in made.faults),
    ]
    if not made.faults:
        lines.append(
            "只是看一遍，没有写入。" if dry_run else "导入好了。" if made.changes else "都有了，什么都没变。"
        )
    return "\n".join(lines)


def _table(one: TableFate) -> str:
    near = f"（可能是{'、'.join(one.proposals)}）" if one.proposals and one.place is None else ""
    warned = "".join(f"\n  第 {warning.line} 行：{warning.message}" for warning in one.table.warnings)
    return f"职责表 {one.table.title}，{len(one.table.duties)} 条：{FATE_WORDS[one.fate]}{near}{warned}"
