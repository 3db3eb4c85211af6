"""One TOML table of a scheme: every value is checked, and every complaint names the table's place."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from annotator.core import palette
from annotator.core.scheme_model import SchemeError

MAX_TABLES = 1000
MAX_TEXT = 4000
MAX_GUIDELINE = 20_000
MAX_NAME = 200

_Read = TypeVar("_Read")


@dataclass
class Table:
    """One TOML table, the place of which every complaint names."""

    data: dict[str, Any]
    where: str
    place: str

    def __post_init__(self) -> None:
        self.known: list[str] = []

    def fail(self, what: str) -> NoReturn:
        """Raise the complaint, with the table's place in front."""
        place = f"{self.where}, {self.place}" if self.place else self.where
        raise SchemeError(f"{place}: {what}")

    def _take(self, name: str) -> Any:
        self.known.append(name)
        return self.data.get(name)

    def words(self, name: str, default: str | None = None, limit: int = MAX_NAME) -> str:
        """Return a text; without a default it must be there and not empty."""
        value = self._take(name)
        if value is None and default is not None:
            return default
        if value is None:
            self.fail(f'the {name} is missing; add {name} = "…".')
        if not isinstance(value, str):
            self.fail(f'{name} must be text in quotes, as in {name} = "…".')
        if not value.strip() and default is None:
            self.fail(f"the {name} is empty; write something between the quotes.")
        if len(value) > limit:
            self.fail(f"{name} is longer than {limit:,} characters; shorten it.")
        return value

    def optional(self, name: str) -> str | None:
        """Return a text, or None where the table has none."""
        return self.words(name, "") if name in self.data else self._take(name)

    def flag(self, name: str, default: bool) -> bool:
        """Return true or false."""
        value = self._take(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.fail(f"{name} must be true or false, without quotes.")
        return value

    def colour(self, name: str) -> str:
        """Return a colour in upper case, or an empty text where the table has none."""
        value = self.optional(name)
        if value is None:
            return ""
        if not palette.is_colour(value):
            self.fail(f"{name} “{value[:40]}” is not a colour; write six hexadecimal digits, as in “#3F90DA”.")
        return value.upper()

    def several(self, name: str, *, required: bool) -> tuple[str, ...]:
        """Return a list of different texts."""
        values = self._take(name)
        if values is None and not required:
            return ()
        if not isinstance(values, list) or not values or not all(isinstance(v, str) and v.strip() for v in values):
            self.fail(f'{name} must be a list of texts, as in {name} = ["one", "two"].')
        if len(values) > MAX_TABLES or any(len(value) > MAX_NAME for value in values):
            self.fail(f"{name} is too long; keep to {MAX_TABLES:,} texts of {MAX_NAME} characters.")
        if again := twice(values):
            self.fail(f"{name} names “{again}” twice; remove one.")
        return tuple(values)

    def codes(self, name: str) -> dict[str, str]:
        """Return a table of texts."""
        value = self._take(name)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            self.fail(f'{name} must be a table of texts, as in {name} = {{ cameo = "13" }}.')
        return dict(value)

    def table(self, name: str, read: Callable[[Table], _Read]) -> _Read:
        """Read the one [name] table; where there is none, it is read as an empty one."""
        value = self._take(name)
        if value is not None and not isinstance(value, dict):
            self.fail(f"{name} must be written as a [{name}] table.")
        table = Table(value or {}, self.where, name)
        found = read(table)
        table.close()
        return found

    def tables(self, name: str, read: Callable[[Table], _Read]) -> list[_Read]:
        """Read every [[name]] table in order."""
        values = self._take(name)
        if values is None:
            return []
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            self.fail(f"{name} must be written as [[{name}]] tables.")
        if len(values) > MAX_TABLES:
            self.fail(f"there are more than {MAX_TABLES:,} [[{name}]] tables; split the scheme.")
        found = []
        for number, value in enumerate(values, 1):
            key = value.get("key")
            called = f" (“{key[:40]}”)" if isinstance(key, str) else ""
            table = Table(value, self.where, f"{name} {number}{called}")
            found.append(read(table))
            table.close()
        return found

    def close(self) -> None:
        """Refuse what nobody asked for: a misspelt setting would otherwise be lost in silence."""
        for name in self.data:
            if name not in self.known:
                near = difflib.get_close_matches(name, self.known, 1)
                remedy = f"write {near[0]}" if near else f"use one of {', '.join(self.known)}"
                self.fail(f"the setting “{name[:40]}” is unknown; {remedy}, or remove it.")


def twice(values: Iterable[str]) -> str:
    """Return the first value that occurs more than once, or an empty text."""
    return next((value for value, count in Counter(values).items() if count > 1), "")
