"""Settings are declared by the room that uses them: a type, a default, and words for the console."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from app.core.errors import Invalid

T = TypeVar("T")


@dataclass(frozen=True)
class Setting(Generic[T]):
    """A rule that an enterprise can change. `source` names where the default comes from (`S20`, a law)."""

    key: str
    default: T
    label: str
    help: str = ""
    group: str = "其他"
    unit: str = ""
    source: str = ""
    low: float | None = None
    high: float | None = None
    choices: Mapping[str, str] = field(default_factory=dict)

    def parse(self, text: str, many: list[str]) -> T:
        """The value typed into the console's form. Raises Invalid in the user's words."""
        value: Any
        if isinstance(self.default, bool):
            value = text == "on"
        elif isinstance(self.default, list):
            value = self._chosen(many) if self.choices else [p.strip() for p in text.split("、") if p.strip()]
        elif isinstance(self.default, int):
            value = self._number(text)
        else:
            value = text.strip()
            if self.choices and value not in self.choices:
                raise Invalid(f"“{self.label}”只能从列出的里面选")
        return value  # type: ignore[no-any-return]

    def _number(self, text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise Invalid(f"“{self.label}”要填整数") from None
        if (self.low is not None and value < self.low) or (self.high is not None and value > self.high):
            raise Invalid(f"“{self.label}”要在 {self.low:g} 到 {self.high:g} 之间")
        return value

    def _chosen(self, many: list[str]) -> list[str]:
        if any(one not in self.choices for one in many):
            raise Invalid(f"“{self.label}”只能从列出的里面选")
        return [key for key in self.choices if key in many]


_declared: dict[str, Setting[Any]] = {}


def declare(setting: Setting[T]) -> Setting[T]:
    """Add a setting to the register; called once by the room that owns it."""
    if setting.key in _declared:
        raise ValueError(f"setting {setting.key} is declared twice")
    _declared[setting.key] = setting
    return setting


def declared() -> list[Setting[Any]]:
    """All settings, by group, in the order in which rooms declared them."""
    return list(_declared.values())
