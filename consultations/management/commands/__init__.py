"""One verb each."""

from __future__ import annotations
