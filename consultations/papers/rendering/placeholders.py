"""The small language of Word templates: fields, conditions, loops over blocks; nothing else.

Templates are uploaded, so what they may say is a list of what is allowed, checked in the parsed
template before anything is drawn. No calls, no arithmetic, no attributes but those listed: a
template cannot reach the program, and what it prints grows no faster than the paper.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import Template, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from consultations.papers.sheets import FIELDS

NAMES = (*FIELDS, "blocks", "notes", "notes_heading", "language")
PARTS = ("kind", "text", "number", "items", "columns", "rows", "caption")  # of a block
LOOP = ("first", "last", "index")
FILTERS = ("upper", "lower", "title", "capitalize", "trim", "e", "escape", "default")
DEPTH = 4  # loops within loops
LARGEST = 40_000_000  # characters of one part of a document
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const,
    nodes.If, nodes.For, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.Filter,
)  # fmt: skip


class PlaceholderError(TemplateSyntaxError):
    """A placeholder that a template may not use; the message names it and the cure."""


class Bounded(Template):
    """Stops where what it prints grows beyond every paper."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        parts: list[str] = []
        size = 0
        for part in self.generate(*args, **kwargs):
            size += len(part)
            if size > LARGEST:
                raise PlaceholderError(_("The paper grows beyond every measure."), 1)
            parts.append(part)
        return "".join(parts)


class Placeholders(ImmutableSandboxedEnvironment):
    """Reads templates, each checked against the list of what is allowed."""

    template_class = Bounded

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in FILTERS}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        check(tree)
        return tree


def check(tree: nodes.Template) -> None:
    """Raises ``PlaceholderError`` at the first thing that a template may not say."""
    for node in _all(tree):
        if not isinstance(node, ALLOWED):
            raise _error(
                node,
                _(
                    "“%s” is not understood here: use fields, “if” and “for” alone."
                ) % type(node).__name__.lower(),
            )  # fmt: skip
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            words = {"name": node.name, "known": ", ".join(FILTERS)}
            raise _error(node, _("The filter “%(name)s” is not known: use %(known)s.") % words)
    _names(tree, frozenset(), None, 0)


def _names(node: nodes.Node, known: frozenset[str], inner: str | None, depth: int) -> None:
    """Names are fields or a loop's own; a loop within a loop runs over a part of its outer one."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.For):
            _loop(child, known, inner, depth)
            continue
        if isinstance(child, nodes.Name) and child.name not in (*NAMES, *known):
            raise _unknown(child, child.name, (*NAMES, *known))
        if isinstance(child, nodes.Getattr):
            _attribute(child)
        _names(child, known, inner, depth)


def _loop(loop: nodes.For, known: frozenset[str], inner: str | None, depth: int) -> None:
    over, target = loop.iter, loop.target
    base = over.node if isinstance(over, nodes.Getattr) else over
    if not isinstance(base, nodes.Name) or not isinstance(target, nodes.Name) or loop.recursive:
        raise _error(loop, _("A loop reads as in {% for block in blocks %}."))
    if isinstance(over, nodes.Getattr):
        _attribute(over)
    allowed = (inner,) if inner else ("blocks", "notes")
    if base.name not in allowed or depth >= DEPTH:
        if base.name not in (*NAMES, *known):
            raise _unknown(loop, base.name, (*NAMES, *known))
        words = {"over": base.name, "allowed": " or ".join(filter(None, allowed))}
        raise _error(loop, _("No loop over “%(over)s” here: loop over %(allowed)s.") % words)
    if target.name in NAMES:
        raise _error(loop, _("“%s” is a field: give what runs another name.") % target.name)
    within = known | {target.name, "loop"}
    for child in (*loop.body, *loop.else_):
        _names(nodes.Output([child]), within, target.name, depth + 1)
    if loop.test is not None:
        _names(nodes.Output([loop.test]), within, target.name, depth + 1)


def _attribute(node: nodes.Getattr) -> None:
    if not isinstance(node.node, nodes.Name):
        raise _error(node, _("“%s” goes too deep: name a part of the block.") % node.attr)
    known = LOOP if node.node.name == "loop" else PARTS
    if node.attr not in known:
        raise _unknown(node, node.attr, known)


def _unknown(node: nodes.Node, name: str, known: tuple[str, ...]) -> PlaceholderError:
    near = get_close_matches(name, known, 1)
    if near:
        said = _("There is no field “%(name)s”: did you mean “%(near)s”?")
        return _error(node, said % {"name": name, "near": near[0]})
    said = _("There is no field “%(name)s”: known are %(known)s.")
    return _error(node, said % {"name": name, "known": ", ".join(known)})


def _error(node: nodes.Node, sentence: str) -> PlaceholderError:
    return PlaceholderError(sentence, node.lineno or 1)


def _all(tree: nodes.Node) -> Iterator[nodes.Node]:
    yield tree
    for child in tree.iter_child_nodes():
        yield from _all(child)
