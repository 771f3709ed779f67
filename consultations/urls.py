"""Every page of the app, by the name templates use for it."""

from __future__ import annotations

from django.urls import path, register_converter

from consultations.pages.paths import Acronym, IsoDay
from consultations.views import (
    book,
    calendar,
    consultation_deeds,
    consultations,
    cycles,
    data,
    edit,
    health,
    ics,
    missions,
    move,
    propose,
    register,
    search,
    today,
    year,
)

register_converter(Acronym, "acronym")
register_converter(IsoDay, "day")

urlpatterns = [
    path("", today.today, name="today"),
    path("healthz", health.healthz, name="healthz"),
    path("consultations/<uuid:pk>/invitation.ics", ics.consultation_ics, name="consultation_ics"),
    path("year/<int:year>/", year.year, name="year"),
    path("missions/", missions.missions, name="missions"),
    path("missions/<acronym:acronym>/", missions.mission, name="mission"),
    path("missions/<acronym:acronym>/next/", cycles.cycle_next, name="cycle_next"),
    path("missions/<acronym:acronym>/<day:expiry>/", cycles.cycle, name="cycle"),
    path(
        "missions/<acronym:acronym>/<day:expiry>/preset/", cycles.cycle_preset, name="cycle_preset"
    ),
    path("missions/<acronym:acronym>/<day:expiry>/skip/", cycles.cycle_skip, name="cycle_skip"),
    path("propose/working-group/<slug:kind>/", propose.propose, name="propose_group"),
    path("propose/working-group/<slug:kind>/book/", book.book, name="book_group"),
    path("propose/<acronym:acronym>/<slug:kind>/", propose.propose, name="propose"),
    path("propose/<acronym:acronym>/<slug:kind>/book/", book.book, name="book"),
    path("consultations/<uuid:pk>/", consultations.consultation, name="consultation"),
    path("consultations/<uuid:pk>/move/", move.consultation_move, name="consultation_move"),
    path("consultations/<uuid:pk>/edit/", edit.consultation_edit, name="consultation_edit"),
    path(
        "consultations/<uuid:pk>/<slug:deed>/",
        consultation_deeds.consultation_deed,
        name="consultation_deed",
    ),
    path("calendar/", calendar.calendar, name="calendar"),
    path("search/", search.results, name="search"),
    path("data/", data.data, name="data"),
    path("data/facts/check/", data.facts_check, name="facts_check"),
    path("data/facts/load/", data.facts_load, name="facts_load"),
    path("data/council/", data.council_paste, name="council_paste"),
    path("data/arranged/check/", data.arranged_check, name="arranged_check"),
    path("data/arranged/load/", data.arranged_load, name="arranged_load"),
    path("data/empty/<slug:stem>.csv", data.template, name="data_template"),
    path("data/facts.zip", data.export, name="data_export"),
    path("register/", register.register, name="register"),
    path("register/criteria/", register.criteria, name="register_criteria"),
    path("register/tensions/", register.tensions, name="register_tensions"),
    path("register/numbers/", register.register_numbers, name="register_numbers"),
    path("register/numbers/<slug:key>/", register.number, name="number_change"),
    path("register/numbers/<slug:key>/<int:pk>/", register.number_reset, name="number_reset"),
    path("register/<str:id>/", register.entry, name="register_entry"),
]
