"""Addresses of coordination at the desk, of the state view, and of the public feed of dates."""

from django.urls import path

from vielklang.reporting.views import feed, state
from vielklang.reporting.views.desk import calendar, cells, focus, gaps, maps, matrix, overlaps

app_name = "reporting"
DESK = "desk/<slug:centre>/coordination/"
FOCUS = "desk/<slug:centre>/focus/"
urlpatterns = [
    path(DESK, matrix.matrix, name="desk_matrix"),
    path(f"{DESK}matrix.<str:ending>", matrix.matrix_file, name="desk_matrix_file"),
    path(f"{DESK}cell/", cells.cell, name="desk_cell"),
    path(f"{DESK}searches/", cells.searches, name="desk_searches"),
    path(f"{DESK}overlaps/", overlaps.overlaps, name="desk_overlaps"),
    path(f"{DESK}overlaps.<str:ending>", overlaps.overlaps_file, name="desk_overlaps_file"),
    path(f"{DESK}overlaps/accept/", overlaps.accept, name="desk_accept_overlap"),
    path(f"{DESK}overlaps/<uuid:decision>/reopen/", overlaps.reopen, name="desk_reopen_overlap"),
    path(f"{DESK}gaps/", gaps.gaps, name="desk_gaps"),
    path(f"{DESK}gaps.<str:ending>", gaps.gaps_file, name="desk_gaps_file"),
    path(f"{DESK}map/", maps.map_page, name="desk_map"),
    path(f"{DESK}map/points.geojson", maps.points, name="desk_points"),
    path(f"{DESK}map/gaps.geojson", maps.gap_points, name="desk_gap_points"),
    path("desk/<slug:centre>/calendar/", calendar.month, name="desk_calendar"),
    path(FOCUS, focus.focus_areas, name="desk_focus"),
    path(f"{FOCUS}new/", focus.new, name="desk_focus_new"),
    path(f"{FOCUS}<uuid:focus>/", focus.edit, name="desk_focus_edit"),
    path(f"{FOCUS}<uuid:focus>/delete/", focus.delete, name="desk_focus_delete"),
    path("state/", state.overview, name="state"),
    path("state/centres.<str:ending>", state.overview_file, name="state_file"),
    path("state/points.geojson", state.points, name="state_points"),
    path("feeds/<slug:centre>/dates.ics", feed.calendar_feed_view, name="calendar_feed"),
]
