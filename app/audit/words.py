"""What people read of the audit: each act in words. A room that records an act adds its words here."""

ACTS = {
    "account.amend": "改了姓名、工号或手机号",
    "account.close": "停了账号",
    "account.open": "开了账号",
    "account.reopen": "恢复了账号",
    "card.draft": "写了卡的草稿",
    "card.publish": "发布了卡",
    "import.settle": "给导入的职责表选了归属",
    "import.text": "导入了粘贴的文字",
    "key.issue": "给了登录码",
    "label.make": "做了岗位码",
    "label.revoke": "作废了岗位码",
    "password.set": "改了密码",
    "person.come_back": "办了返岗",
    "person.join": "办了入职",
    "person.leave": "办了离职",
    "person.move": "办了调动",
    "post.add": "加了岗位",
    "post.amend": "改了岗位",
    "post.assign": "安排上岗",
    "post.close": "停用了岗位",
    "post.unassign": "结束了在岗",
    "role.end": "收回了角色",
    "role.grant": "给了角色",
    "session.end": "退出了一部手机",
    "session.end_all": "退出了所有手机",
    "session.start": "登录了",
    "settings.override": "改了设置",
    "settings.reset": "恢复了设置",
    "unit.add": "加了单位",
    "unit.close": "停用了单位",
    "unit.move": "移动了单位",
    "unit.rename": "给单位改了名",
}
SUBJECTS = {"account": "人员", "person": "人员", "unit": "单位", "post": "岗位", "card": "卡"}


def act_words(act: str) -> str:
    """An act in words; one that nobody named yet by its own name, rather than not at all."""
    return ACTS.get(act, act)
