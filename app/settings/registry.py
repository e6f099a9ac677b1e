"""Settings are declared by the room that uses them: a type, a default, and words for the console."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from app.core.errors import Invalid

T = TypeVar("T")
LONGEST = 2000  # characters of a text


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
            value = self._chosen(many) if self.choices else self._listed(text)
        elif isinstance(self.default, int):
            value = self._number(text)
        else:
            value = self._short(text.strip())
            if self.choices and value not in self.choices:
                raise Invalid(f"“{self.label}”只能从列出的里面选")
        return value  # type: ignore[no-any-return]

    def _number(self, text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            raise Invalid(f"“{self.label}”要填整数") from None
        if self.low is not None and value < self.low:
            raise Invalid(f"“{self.label}”不能小于 {self.low:g}")
        if self.high is not None and value > self.high:
            raise Invalid(f"“{self.label}”不能大于 {self.high:g}")
        return value

    def _short(self, text: str) -> str:
        if len(text) > LONGEST or any(ord(char) < 32 and char not in "\r\n\t" for char in text):
            raise Invalid(f"“{self.label}”太长，或者有不能用的字符", hint=f"最多 {LONGEST} 个字。")
        return text

    def _listed(self, text: str) -> list[str]:
        return [part.strip() for part in self._short(text).split("、") if part.strip()]

    def words(self, value: T) -> str:
        """A value of this setting as people read it."""
        if isinstance(value, bool):
            return "开" if value else "关"
        if isinstance(value, list):
            return "、".join(self.choices.get(one, str(one)) for one in value) or "空"
        shown = self.choices.get(str(value), str(value))
        return f"{shown} {self.unit}".strip() or "空"

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


def named(key: str) -> Setting[Any] | None:
    """The setting of this key."""
    return _declared.get(key)


def declared() -> list[Setting[Any]]:
    """All settings, by group, in the order in which rooms declared them."""
    return list(_declared.values())
