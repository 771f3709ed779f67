"""The controls of a record's screen: the value, and beside it what stood there when it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

from consultations.pages.record_fields import Box

register = template.Library()
SMALL = {
    "choice": "form-select form-select-sm", "check": "form-check-input", "text": "form-control "
    "form-control-sm", "date": "form-control form-control-sm",
}  # fmt: skip
AREA = "form-control form-control-sm"


@register.simple_tag
def record_field(box: Box | None) -> SafeString:
    """``{% record_field line.theme %}``: label and control; nothing where there is no such box."""
    if box is None or box == "":
        return SafeString("")
    label = format_html('<label for="{}">{}</label>', box.id, capfirst(box.label))
    control = _control(box, SafeString(""))
    parts = (control, label) if box.kind == "check" else (label, control)
    help_ = format_html('<span class="note">{}</span>', box.help) if box.help else SafeString("")
    return format_html(
        '<span class="record-field record-{}">{}{}{}</span>', box.name.replace("_", "-"), *parts,
        help_,
    )  # fmt: skip


@register.simple_tag
def record_cell(box: Box | None, whose: str) -> SafeString:
    """``{% record_cell line.level "France" %}``: the control alone, named "France: level"."""
    if box is None or box == "":
        return SafeString("")
    named = format_html(' aria-label="{}: {}" data-label="{}"', whose, box.label, box.label)
    return _control(box, named)


def _control(box: Box, named: SafeString) -> SafeString:
    common = format_html(
        ' id="{}" name="f:{}" data-blank="{}" class="{}"{}{}', box.id, box.key, box.blank,
        SMALL.get(box.kind, AREA), named, _invalid(box),
    )  # fmt: skip
    drawn = {"choice": _choice, "check": _check}.get(box.kind) or (
        _line if box.kind in ("text", "date") else _area
    )
    was = box.value if box.was is None else box.was
    return format_html(
        '{}{}<input type="hidden" name="was:{}" value="{}">', drawn(box, common), _refused(box),
        box.key, was,
    )  # fmt: skip


def _invalid(box: Box) -> SafeString:
    if not box.sentence:
        return SafeString("")
    return format_html(' aria-invalid="true" aria-describedby="{}-error"', box.id)


def _refused(box: Box) -> SafeString:
    if not box.sentence:
        return SafeString("")
    return format_html('<span class="refused-words" id="{}-error">{}</span>', box.id, box.sentence)


def _choice(box: Box, common: SafeString) -> SafeString:
    options = format_html_join(
        "", '<option value="{}"{}>{}</option>',
        ((code, _selected(code == box.value), label) for code, label in box.choices),
    )  # fmt: skip
    if all(code != box.value for code, _label in box.choices):  # kept, though offered no more
        options += format_html('<option value="{}" selected>{}</option>', box.value, box.value)
    return format_html("<select{}>{}</select>", common, options)


def _selected(it_is: bool) -> SafeString:
    return mark_safe(" selected") if it_is else SafeString("")


def _check(box: Box, common: SafeString) -> SafeString:
    on = mark_safe(" checked") if box.value == "true" else SafeString("")
    return format_html('<input type="checkbox" value="true"{}{}>', common, on)


def _line(box: Box, common: SafeString) -> SafeString:
    more = format_html(' list="{}"', f"record-{box.datalist}") if box.datalist else SafeString("")
    if box.longest:
        more += format_html(' maxlength="{}"', box.longest)
    return format_html(
        '<input type="{}" value="{}" autocomplete="off"{}{}>', box.kind, box.value, common, more
    )


def _area(box: Box, common: SafeString) -> SafeString:
    """The line feed after the tag is one that browsers drop: the text may begin with its own."""
    more = mark_safe(" data-paragraphs") if box.kind == "paragraphs" else SafeString("")
    return format_html(
        '<textarea rows="{}" data-rows="{}"{}{}>\n{}</textarea>', box.rows, box.rows, common, more,
        box.value,
    )  # fmt: skip


@register.filter
def get(found: Mapping[str, Any], name: str) -> Any:
    """``{{ forms|get:"report-back" }}``: by a name that is no word of templates."""
    return found.get(name)


@register.filter
def bound(form: Any) -> bool:
    """Whether the form was sent."""
    return bool(form is not None and form.is_bound)
