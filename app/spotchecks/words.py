"""抽背 in words: abilities, what the person said to it, what is worth a second look."""

ABILITY_WORDS: dict[str, str] = {
    "risk": "知风险",
    "duty": "明职责",
    "operation": "会操作",
    "emergency": "能应急",
}
CONFIRMED_WORDS = {"agreed": "本人确认了", "disputed": "本人不同意", "left": "本人没看完就走了"}
# Nobody's fault until somebody has asked.
FLAG_WORDS = {
    "not_drawn": "点名，不是抽的",
    "other_crew": "抽签的名单和班组那天的名单不一样",
    "not_in_scope": "被抽背的人那天不在选的班组",
    "not_assigned": "被抽背的人那天不在这个岗位上",
    "unknown_version": "服务器上没有手机里的那一版卡",
    "old_version": "问的时候，卡已经有新版了",
    "unknown_question": "问的和服务器上的卡对不上",
    "other_question": "题不是抽签号抽出来的那一道",
    "no_signature": "没有本人签名",
    "no_role": "当时可能没有这个角色",
}


def flag_words(flag: str) -> str:
    """A flag in words; one that nobody named by its own name, rather than not at all."""
    return FLAG_WORDS.get(flag, flag)
