"""Wire types of a risk score; pure."""

from msgspec import Struct, field


class Grade(Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """One evaluation of a risk, with the matrix version that it was made with (S33)."""

    method: str  # LS, LEC, MES
    matrix: str  # id of the matrix version, for instance "LS-2026"
    inputs: dict[str, float] = field(default_factory=dict)  # {"L": 3, "S": 5}
    value: float = 0.0
    level: int = 0  # 1 (红, worst) … 5 (蓝)
