"""Where a long word may break on a narrow page."""

from __future__ import annotations

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def breakable(email: str) -> str:
    """An address that breaks before its @, and only there unless it must."""
    local, at, domain = str(email).rpartition("@")
    return format_html("{}<wbr>@{}", local, domain) if at else format_html("{}", domain)
