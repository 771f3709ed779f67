"""The app's configuration."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """The one app of the project."""

    name = "consultations"
    verbose_name = _("Consultations")
