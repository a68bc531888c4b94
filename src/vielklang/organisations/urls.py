"""Addresses of this room."""

from django.urls import URLPattern, path

from vielklang.organisations.views import partner
from vielklang.organisations.views.desk import changes, contacts, duplicates, facts, moving, register

app_name = "organisations"
_LIST = "desk/<slug:centre>/organisations/"
_ONE = f"{_LIST}<uuid:public_id>/"
_CHANGE = "desk/<slug:centre>/organisation-changes/<uuid:public_id>/"
_PAIRS = "desk/<slug:centre>/duplicates/"
_PAIR = f"{_PAIRS}<uuid:first>/<uuid:second>/"
_OWN = "partner/<uuid:organisation>/profile/"

urlpatterns: list[URLPattern] = [
    path(_LIST, register.desk_list, name="desk_list"),
    path(f"{_LIST}new/", register.desk_new, name="desk_new"),
    path(_ONE, facts.desk_detail, name="desk_detail"),
    path(f"{_ONE}edit/", register.desk_edit, name="desk_edit"),
    path(f"{_ONE}trust/", facts.desk_trust, name="desk_trust"),
    path(f"{_ONE}public-profile/", facts.desk_public_profile, name="desk_public_profile"),
    path(f"{_ONE}move/", moving.desk_move, name="desk_move"),
    path(f"{_ONE}move/undo/", moving.desk_move_undo, name="desk_move_undo"),
    path(f"{_ONE}conditions/", facts.desk_conditions, name="desk_conditions"),
    path(f"{_ONE}contacts/new/", contacts.desk_contact_new, name="desk_contact_new"),
    path(
        f"{_ONE}contacts/<uuid:removed>/restore/", contacts.desk_contact_restore, name="desk_contact_restore"
    ),
    path(f"{_ONE}notes/", contacts.desk_note_add, name="desk_note_add"),
    path(f"{_ONE}notes/<uuid:removed>/restore/", contacts.desk_note_restore, name="desk_note_restore"),
    path(
        "desk/<slug:centre>/contacts/<uuid:public_id>/", contacts.desk_contact_edit, name="desk_contact_edit"
    ),
    path(
        "desk/<slug:centre>/contacts/<uuid:public_id>/remove/",
        contacts.desk_contact_remove,
        name="desk_contact_remove",
    ),
    path(
        "desk/<slug:centre>/notes/<uuid:public_id>/remove/",
        contacts.desk_note_remove,
        name="desk_note_remove",
    ),
    path(f"{_CHANGE}accept/", changes.desk_change_accept, name="desk_change_accept"),
    path(f"{_CHANGE}reject/", changes.desk_change_reject, name="desk_change_reject"),
    path(f"{_CHANGE}seen/", changes.desk_change_seen, name="desk_change_seen"),
    path(_PAIRS, duplicates.desk_duplicates, name="desk_duplicates"),
    path(f"{_PAIRS}refresh/", duplicates.desk_duplicates_refresh, name="desk_duplicates_refresh"),
    path(_PAIR, duplicates.desk_compare, name="desk_compare"),
    path(f"{_PAIR}merge/", duplicates.desk_merge, name="desk_merge"),
    path(f"{_PAIR}different/", duplicates.desk_different, name="desk_different"),
    path(
        f"{_PAIRS}decisions/<uuid:public_id>/undo/",
        duplicates.desk_different_undo,
        name="desk_different_undo",
    ),
    path(f"{_PAIRS}merges/<uuid:public_id>/undo/", duplicates.desk_merge_undo, name="desk_merge_undo"),
    path(_OWN, partner.partner_profile, name="partner_profile"),
    path(f"{_OWN}edit/", partner.partner_edit, name="partner_edit"),
    path(f"{_OWN}public/", partner.partner_profile_request, name="partner_profile_request"),
    path(f"{_OWN}contacts/new/", partner.partner_contact_new, name="partner_contact_new"),
    path(f"{_OWN}contacts/<uuid:public_id>/", partner.partner_contact_edit, name="partner_contact_edit"),
    path(
        f"{_OWN}contacts/<uuid:public_id>/remove/",
        partner.partner_contact_remove,
        name="partner_contact_remove",
    ),
    path(
        f"{_OWN}contacts/<uuid:public_id>/restore/",
        partner.partner_contact_restore,
        name="partner_contact_restore",
    ),
]
