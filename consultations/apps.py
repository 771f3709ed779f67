"""The app's configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from consultations import checks


class ConsultationsConfig(AppConfig):
    """The one app of the project."""

    name = "consultations"
    verbose_name = _("Consultations")

    def ready(self) -> None:
        """Settings are looked at before they serve."""
        register(checks.senders_are_checked, Tags.security, deploy=True)
