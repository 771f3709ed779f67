"""Every page of the app, by the name templates use for it."""

from __future__ import annotations

from django.urls import path

from consultations.views import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
]
