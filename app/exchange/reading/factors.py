"""The words by which enterprises head the columns of scores, as data."""

# The factors of the scoring methods by name; "severity" is C or S by the factors that stand beside it.
FACTORS: dict[str, str] = {
    "L": r"可能性|发生概率",
    "E": r"暴露|频繁程度|频次",
    "M": r"控制措施.*状态|措施状态|监控状态",
    "severity": r"严重性|严重程度|损失后果|^后果$",
    "product": r"风险值|风险度|危险性分值|危险性大小|风险分值|评估分值|评价分值|评价值|分值|得分|风险得分",
}

STAGES: tuple[tuple[str, str], ...] = (
    (r"固有|控制前|管控前|措施前|初始|原始|治理前", "before"),
    (r"剩余|残余|控制后|管控后|措施后|现有风险|现状|现实|治理后|改进后", "after"),
)
