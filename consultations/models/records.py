"""What is kept of a consultation once it was held: who came, what was said, what was reported."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.models.consultations import Consultation
from consultations.models.council import MemberState
from consultations.models.participations import Participation


class Attribution(models.TextChoices):
    """How openly a view is told; candour is protected unless somebody chose otherwise."""

    NONE = "none", _("not attributed")
    GROUP = "group", _("by group")
    NAMED = "named", _("named")


class IssueTag(models.Model):
    """An issue reaching beyond one mission, to be looked at again (2006 report, para. 14 (f))."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("issue")
        verbose_name_plural = _("issues")

    def __str__(self) -> str:
        return self.name


class Record(models.Model):
    """The record of one consultation; ``revision`` grows with every change of any of its items.

    Empty ``theme`` and ``participants`` mean: as the consultation itself says.
    """

    class Shown(models.TextChoices):
        ORGANISERS = "organisers", _("organizers alone")
        READERS = "readers", _("all who read the consultation")

    consultation = models.OneToOneField(
        Consultation, on_delete=models.CASCADE, related_name="record",
        verbose_name=_("consultation"),
    )  # fmt: skip
    revision = models.PositiveIntegerField(_("revision"), default=0)
    theme = models.CharField(
        _("subject as published"), max_length=500, blank=True,
        help_text=_("Empty: the subject of the consultation."),
    )  # fmt: skip
    other_titles = models.TextField(_("other titles"), blank=True, help_text=_("One a line."))
    participants = models.TextField(
        _("participants as published"), blank=True,
        help_text=_("Empty: put together from who was invited."),
    )  # fmt: skip
    discussion = models.TextField(_("what was discussed"), blank=True)
    conclusions = models.TextField(_("points of general agreement"), blank=True)
    visit = models.TextField(
        _("whom the visit met"), blank=True, help_text=_("Officials, and contributors' people.")
    )
    visit_symbol = models.CharField(_("symbol of the visit's report"), max_length=60, blank=True)
    attribution = models.CharField(
        _("attribution"), max_length=6, choices=Attribution.choices, default=Attribution.NONE
    )
    outcome_shown = models.CharField(
        _("outcome of points shown to"), max_length=12, choices=Shown.choices,
        default=Shown.ORGANISERS,
    )  # fmt: skip
    self_check = models.JSONField(
        _("self-check"), default=dict, blank=True,
        help_text=_("a to e: kept, partly, no or unknown (2017 report, para. 79)."),
    )  # fmt: skip
    continues = models.ForeignKey(
        Consultation, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="continued_by", verbose_name=_("continues the meeting"),
    )  # fmt: skip
    next_look_on = models.DateField(_("next look on"), null=True, blank=True)
    tags = models.ManyToManyField(
        IssueTag, blank=True, related_name="records", verbose_name=_("issues")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="closed_records", verbose_name=_("closed by"),
    )  # fmt: skip

    class Meta:
        ordering = ["consultation"]
        verbose_name = _("record")
        verbose_name_plural = _("records")
        indexes = [models.Index(fields=["closed_at"], name="record_closed")]

    def __str__(self) -> str:
        return str(self.consultation)

    @property
    def is_closed(self) -> bool:
        """Whether attendance, views and report-back were settled."""
        return self.closed_at is not None


class Item(models.Model):
    """A line of a record. Whoever writes it first names it, so that it can be written offline."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField(_("revision"), default=0)
    position = models.PositiveIntegerField(_("position"), default=0)
    removed = models.BooleanField(_("taken out"), default=False, help_text=_("Kept all the same."))

    class Meta:
        abstract = True


class Attendance(Item):
    """One delegation, office or guest: whether it came, at which level, in which seats."""

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("not noted")
        PRESENT = "present", _("present")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="attendances", verbose_name=_("record")
    )
    participation = models.ForeignKey(
        Participation, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="attendances", verbose_name=_("invitee"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=200)
    member = models.ForeignKey(
        MemberState, on_delete=models.PROTECT, null=True, blank=True,
        related_name="attendances", verbose_name=_("Member State"),
    )  # fmt: skip
    category = models.CharField(
        _("category"), max_length=20, choices=Participation.Category.choices,
        default=Participation.Category.OTHER,
    )  # fmt: skip
    state = models.CharField(
        _("attendance"), max_length=8, choices=State.choices, default=State.UNKNOWN
    )
    level = models.CharField(
        _("level"), max_length=10, choices=Consultation.Level.choices, blank=True
    )
    political = models.BooleanField(_("political"), default=False)
    military = models.BooleanField(_("military"), default=False)
    police = models.BooleanField(_("police"), default=False)
    spoke = models.BooleanField(_("spoke"), default=False)
    people = models.CharField(_("who came"), max_length=300, blank=True)

    class Meta:
        ordering = ["record", "position", "name"]
        verbose_name = _("attendance")
        verbose_name_plural = _("attendance")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "name"], name="nobody_attends_a_meeting_twice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_state_display()}"


class Panellist(Item):
    """One who briefed, in the order of the table (annex of the 2017 report)."""

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="panellists", verbose_name=_("record")
    )
    honorific = models.CharField(_("honorific"), max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    post = models.CharField(_("post"), max_length=300, blank=True)
    entity = models.CharField(_("entity"), max_length=200, blank=True)

    class Meta:
        ordering = ["record", "position", "id"]
        verbose_name = _("panellist")
        verbose_name_plural = _("panellists")

    def __str__(self) -> str:
        name = f"{self.honorific} {self.name}".strip()
        return ", ".join(filter(None, [name, self.post, self.entity]))


class WrittenInput(Item):
    """What a participant sent in writing, named because they sent it so (2017 report, para. 70)."""

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="inputs", verbose_name=_("record")
    )
    name = models.CharField(_("from"), max_length=200, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    text = models.TextField(_("text"), blank=True)

    class Meta:
        ordering = ["record", "position", "id"]
        verbose_name = _("written input")
        verbose_name_plural = _("written inputs")

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"


class RecordEdit(models.Model):
    """One change of one field of a record, as it was typed: no word is lost, whoever types.

    ``change`` is named by the page that sent it, so that sending it again does nothing twice.
    """

    record = models.ForeignKey(
        Record, on_delete=models.CASCADE, related_name="edits", verbose_name=_("record")
    )
    change = models.UUIDField(_("change"), unique=True, default=uuid.uuid4)
    revision = models.PositiveIntegerField(_("revision"))
    item = models.CharField(
        _("item"), max_length=60, help_text=_("record, or a kind and an id, as in point:5f1c…")
    )
    field = models.CharField(_("field"), max_length=40)
    was = models.TextField(_("was"), blank=True)
    typed = models.TextField(_("typed"), blank=True)
    now = models.TextField(_("now"), blank=True)
    who = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True,
        related_name="record_edits", verbose_name=_("who"),
    )  # fmt: skip
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["revision", "pk"]
        verbose_name = _("change of a record")
        verbose_name_plural = _("changes of records")
        indexes = [models.Index(fields=["record", "revision"], name="record_edit_revision")]

    def __str__(self) -> str:
        return f"{self.item} {self.field}"
