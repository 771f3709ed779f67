"""What the reader may do, asked where a template stands on every page."""

from __future__ import annotations

from django import template

from consultations import people

register = template.Library()


@register.filter
def may(user: people.Person, deed: str) -> bool:
    """``{% if user|may:"plan" %}``; the groups of a user are asked for once in a request."""
    return people.may(user, deed)
