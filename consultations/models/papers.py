"""Papers that people work on: what was edited, templates of their own, tables issued before."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.contacts import Language


class Paper(models.Model):
    """A paper that is edited: a yearly report, a letter. What nobody edited is put together anew.

    ``key`` is a year, or the id of a consultation.
    """

    class Kind(models.TextChoices):
        YEARLY = "yearly", _("yearly report")
        LETTER = "letter", _("letter to the President")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        AGREED = "agreed", _("agreed")
        NATIONAL = "national", _("issued in national capacity")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    key = models.CharField(_("of"), max_length=60)
    consultation = models.ForeignKey(
        Consultation, on_delete=models.CASCADE, null=True, blank=True, related_name="papers",
        verbose_name=_("consultation"),
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=5, choices=Language.choices, default=Language.ENGLISH
    )
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    letter_on = models.DateField(_("date of the letter"), null=True, blank=True)
    signatory = models.CharField(_("signed by"), max_length=200, blank=True)
    signatory_post = models.CharField(_("post"), max_length=300, blank=True)
    symbol = models.CharField(
        _("symbol"), max_length=60, blank=True, help_text=_("As issued; never guessed.")
    )
    issued = models.JSONField(
        _("as agreed"), default=dict, blank=True,
        help_text=_("The paper word for word, from when it was agreed or issued."),
    )  # fmt: skip
    history = models.JSONField(
        _("changes of state"), default=list, blank=True, help_text=_("From, to, when and by whom.")
    )
    version = models.PositiveIntegerField(_("version"), default=1)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="papers", verbose_name=_("changed by"),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        ordering = ["kind", "key", "language"]
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "language"], name="one_paper_of_a_kind_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"


class PaperBlock(models.Model):
    """One paragraph as a person wrote it, beside the text that stood there when they did.

    Where what is assembled today differs from ``assembled``, the page shows both; ``key`` names
    the place (``intro.2``, ``meeting.<id>.discussion``, ``own.3`` for one that people added).
    """

    paper = models.ForeignKey(
        Paper, on_delete=models.CASCADE, related_name="blocks", verbose_name=_("paper")
    )
    key = models.CharField(_("place"), max_length=120)
    after = models.CharField(
        _("after"), max_length=120, blank=True, help_text=_("Of an added paragraph: its neighbour.")
    )
    assembled = models.TextField(_("as it was assembled"), blank=True)
    text = models.TextField(_("text"), blank=True)
    left_out = models.BooleanField(_("left out"), default=False)
    version = models.PositiveIntegerField(_("version"), default=1)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="paper_blocks", verbose_name=_("who"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        ordering = ["paper", "key"]
        verbose_name = _("edited paragraph")
        verbose_name_plural = _("edited paragraphs")
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "key"], name="a_paragraph_is_edited_in_one_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.text[:60]}"


class PaperTemplate(models.Model):
    """A Word file of staff's own, in place of the one that comes with the planner."""

    kind = models.CharField(_("paper"), max_length=30)
    language = models.CharField(_("language"), max_length=5, choices=Language.choices)
    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(_("content"))
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="paper_templates", verbose_name=_("who"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), auto_now=True)

    class Meta:
        ordering = ["kind", "language"]
        verbose_name = _("template of a paper")
        verbose_name_plural = _("templates of papers")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"], name="one_template_of_a_paper_in_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language}): {self.name}"


class TableIssue(models.Model):
    """The table of reporting and mandate cycles as it was issued, to show what changed since."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    issued_on = models.DateField(_("issued on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    rows = models.JSONField(_("rows"), default=list)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="table_issues", verbose_name=_("who"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["-number"]
        verbose_name = _("issue of the cycles table")
        verbose_name_plural = _("issues of the cycles table")

    def __str__(self) -> str:
        return f"{self.number} ({self.issued_on.isoformat()})"
