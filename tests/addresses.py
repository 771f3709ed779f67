"""Every address the project answers, read from its URL patterns, so that no test forgets one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses() -> dict[str, str]:
    """Route by name (the route itself where it has none), less the inside of the admin."""
    return {pattern.name or route: route for route, pattern in _below(get_resolver().url_patterns)}


def _below(
    patterns: Iterable[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        route = f"{before}{one.pattern}"
        if isinstance(one, URLPattern):
            yield route, one
        elif one.app_name != "admin":
            yield from _below(one.url_patterns, route)
