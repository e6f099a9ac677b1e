"""Words that questions need to know: what protects, what belongs together, what stands against what. Data."""

# 劳动防护用品: word > what it guards against. Longer words first: 防尘口罩 is found before 口罩.
GEAR = {
    "防颗粒物口罩": "dust",
    "防尘口罩": "dust",
    "防毒面具": "dust",
    "呼吸器": "dust",
    "口罩": "dust",
    "耳塞": "noise",
    "耳罩": "noise",
    "防冲击眼镜": "eyes",
    "护目面罩": "eyes",
    "护目镜": "eyes",
    "全身式安全带": "fall",
    "安全带": "fall",
    "绝缘手套": "current",
    "绝缘靴": "current",
    "绝缘鞋": "current",
    "防滑鞋": "slip",
    "隔热服": "heat",
    "防弧服": "heat",
    "防静电服": "static",
    "反光背心": "cars",
    "反光衣": "cars",
    "安全帽": "head",
}
# Where one of these stands in a risk, gear of that sort may help there too, though the card does not name it.
GEAR_HINTS = {
    "dust": "尘灰烟气毒粉",
    "noise": "噪吵声响",
    "eyes": "飞溅弧尘灰石屑渣",
    "fall": "高坠坡台梯仓摔",
    "current": "电",
    "slip": "滑冰水油泥坡",
    "heat": "热烫火汽弧焊",
    "static": "药电爆管",
    "cars": "车",
}
NEVER_A_DISTRACTOR = {"head"}  # a helmet is right nearly everywhere

# 事故类型 (GB 6441) > signs that a risk may lead there as well, though the card does not name it.
ACCIDENT_HINTS = {
    "物体打击": "掉落砸飞崩石块打弹坠梯搬",
    "车辆伤害": "车撞",
    "机械伤害": "绞卷转夹挤机带轮斗",
    "起重伤害": "吊钩",
    "触电": "电线焊腔仓筒",
    "淹溺": "水淹",
    "灼烫": "烫热火汽弧酸碱焊渣电",
    "火灾": "火燃烧热油煤电焊气",
    "高处坠落": "高坠掉摔坡台滑爬梯仓",
    "坍塌": "塌埋滑堆垮坡仓料",
    "冒顶片帮": "顶帮塌石",
    "透水": "水",
    "爆破": "爆炮药雷孔",
    "火药爆炸": "爆药雷",
    "瓦斯爆炸": "爆气瓦",
    "锅炉爆炸": "爆炉压汽水",
    "容器爆炸": "爆气压瓶罐",
    "其他爆炸": "爆炸气压药瓶粉尘油焊火",
    "中毒和窒息": "烟气毒尘氧仓窒进",
}
VAGUE = {"其他伤害"}

# Closed classes of words: what stands in a statement > what would be wrong in its place.
INSTEAD = {
    "停机断电": ("减速慢转", "点动一下", "空车转着"),
    "断电上锁": ("点动一下", "减速慢转", "只按停止"),
    "挂牌上锁": ("只说一声", "只按停止", "只挂牌子"),
    "站侧面": ("站正面", "站下面", "站后面"),
    "上风": ("下风", "背风", "低洼"),
    "当班修": ("下周修", "月底修", "停产再修"),
    "当班换": ("下周换", "月底换", "停产再换"),
}

# Controls with these words fit nearly every risk, so they are no distractors.
COMMON = (
    *(
        "培训",
        "讲",
        "练",
        "考",
        "检查",
        "巡",
        "查",
        "票",
        "监护",
        "专人",
        "看着",
        "人看",
        "登记",
        "记录",
        "班前",
    ),
    *("停", "断", "锁", "挂牌", "两人", "一人", "守", "警戒", "报告", "规程", "证", "制度", "警铃", "对讲机"),
    *("安全帽", "急救", "通风", "灭火"),
)
