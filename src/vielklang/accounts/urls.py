"""Addresses of the areas' shell and of accounts."""

from django.urls import path

from vielklang.accounts.access import View
from vielklang.accounts.views import account, areas, audit, invitation, operation, people

app_name = "accounts"
_PEOPLE: list[tuple[str, str, View]] = [
    ("", "people", people.people),
    ("invite/", "invite", people.invite),
    ("<uuid:membership>/", "person", people.person),
    ("<uuid:membership>/end/", "person_end", people.end),
    ("<uuid:membership>/restore/", "person_restore", people.restore),
    ("invitations/<uuid:invitation>/resend/", "invitation_resend", people.resend),
    ("invitations/<uuid:invitation>/revoke/", "invitation_revoke", people.revoke),
]
urlpatterns = [
    path("desk/", areas.choose, name="choose"),
    path("desk/<slug:centre>/", areas.desk_start, name="desk"),
    path("desk/<slug:centre>/search/", areas.desk_search, name="search"),
    *(path(f"desk/<slug:centre>/people/{rest}", people.at_desk(view), name=f"desk_{name}")
      for rest, name, view in _PEOPLE),
    path("desk/<slug:centre>/audit/", audit.entries, name="desk_audit"),
    path("desk/<slug:centre>/audit/export/", audit.export, name="desk_audit_export"),
    path("desk/<slug:centre>/audit/<uuid:entry>/", audit.entry, name="desk_audit_entry"),
    path("partner/<uuid:organisation>/", areas.partner_start, name="partner"),
    *(path(f"partner/<uuid:organisation>/people/{rest}", people.at_partner(view), name=f"partner_{name}")
      for rest, name, view in _PEOPLE),
    path("operation/", operation.overview, name="operation"),
    path("account/second-factor/", account.second_factor, name="second_factor"),
    path("account/language/", account.set_language, name="language"),
    path("account/invitation/<str:token>/", invitation.invitation, name="invitation"),
]  # fmt: skip
