"""Addresses of what the work on enquiries needs beside the enquiries themselves."""

from django.urls import path

from vielklang.enquiries.views import (
    desk_absences,
    desk_checklists,
    desk_machine,
    desk_modules,
    desk_regrouping,
)

_DESK = "desk/<slug:centre>/enquiries/"
_ONE = f"{_DESK}<uuid:public_id>/"
_MODULE = f"{_DESK}modules/<uuid:module_id>/"

urlpatterns = [
    path(f"{_DESK}absences/", desk_absences.absences, name="desk_absences"),
    path(
        f"{_DESK}absences/<uuid:absence_id>/remove/", desk_absences.absence_remove, name="desk_absence_remove"
    ),
    path(f"{_DESK}mentions/", desk_absences.mentions, name="desk_mentions"),
    path(f"{_DESK}checklists/", desk_checklists.checklist_list, name="desk_checklists"),
    path(f"{_DESK}checklists/new/", desk_checklists.checklist_new, name="desk_checklist_new"),
    path(f"{_DESK}checklists/<uuid:checklist_id>/", desk_checklists.checklist, name="desk_checklist"),
    path(
        f"{_DESK}checklists/<uuid:checklist_id>/remove/",
        desk_checklists.checklist_remove,
        name="desk_checklist_remove",
    ),
    path(f"{_ONE}german/", desk_machine.german, name="desk_german"),
    path(f"{_ONE}tick/", desk_checklists.tick, name="desk_tick"),
    path(f"{_DESK}modules/", desk_modules.module_list, name="desk_modules"),
    path(f"{_DESK}modules/new/", desk_modules.module_new, name="desk_module_new"),
    path(_MODULE, desk_modules.module, name="desk_module"),
    path(f"{_MODULE}text/<slug:language>/", desk_modules.module_text, name="desk_module_text"),
    path(f"{_MODULE}remove/", desk_modules.module_remove, name="desk_module_remove"),
    path(f"{_MODULE}restore/", desk_modules.module_restore, name="desk_module_restore"),
    path(f"{_ONE}merge/", desk_regrouping.merge, name="desk_merge"),
    path(f"{_ONE}split/", desk_regrouping.split, name="desk_split"),
    path(f"{_ONE}together/<uuid:regrouping_id>/undo/", desk_regrouping.undo, name="desk_regroup_undo"),
]
