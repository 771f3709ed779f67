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
    plan_compare,
    plan_loads,
    plan_placements,
    plan_release,
    plans,
    propose,
    register,
    search,
    today,
    what_if,
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
    path("plan/", plans.plans, name="plans"),
    path("plan/what-if/", what_if.what_if, name="plan_what_if"),
    path("plan/compare/", plan_compare.plan_compare, name="plan_compare"),
    path("plan/<int:pk>/", plans.plan, name="plan"),
    path("plan/<int:pk>/progress/", plans.progress, name="plan_progress"),
    path("plan/<int:pk>/what-follows/", what_if.what_follows, name="plan_what_follows"),
    path("plan/<int:pk>/delegations/", plan_loads.delegations_asked, name="plan_delegations"),
    path("plan/<int:pk>/release/", plan_release.plan_release, name="plan_release"),
    path("plan/<int:pk>/unplaced/<int:n>/", plan_placements.unplaced, name="plan_unplaced"),
    path("plan/<int:pk>/placements/<int:n>/", plan_placements.placement, name="plan_placement"),
    path("plan/<int:pk>/placements/<int:n>/weeks.json", plan_placements.weeks, name="plan_weeks"),
    path(
        "plan/<int:pk>/placements/<int:n>/<slug:deed>/",
        plan_placements.placement_deed,
        name="plan_placement_deed",
    ),
    path("plan/<int:pk>/<slug:deed>/", plans.plan_deed, name="plan_deed"),
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
