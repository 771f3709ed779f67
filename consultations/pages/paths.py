"""What stands in an address: a day, written as 2017-06-30; a name a mission can have."""

from __future__ import annotations

from datetime import date


class IsoDay:
    """``<day:expiry>``: a date, or its text, becomes a date; any other text is no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


class Acronym:
    """``<acronym:acronym>``: any text without control characters (PostgreSQL refuses NUL)."""

    regex = r"[^/\x00-\x1f]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
