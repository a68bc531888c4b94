"""The areas' shell, the accounts and allauth's pages in the access matrix."""

from tests.access import desk, operation, partner, public, signed_in
from tests.world import make_membership, make_user
from vielklang.accounts.actions import InvitationDraft, invite
from vielklang.core.actor import SYSTEM
from vielklang.core.models import AuditEntry
from vielklang.core.scope import centre_scope

EVERY_CENTRE_ROLE = "lead staff editor translator funding"
EVERY_ORGANISATION_ROLE = "organisation_admin organisation_editor"

_ENTRANCE = {"ok": {200, 302}}  # whoever is signed in already goes on

_MEMBER = {"membership": "MEMBERSHIP"}
_INVITED = {"invitation": "INVITATION"}
_PEOPLE = {
    "people": {"query": "q=Beispiel"},
    "invite": {},
    "person": _MEMBER,
    "person_end": {**_MEMBER, "method": "post", "ok": {302}},
    "person_restore": {**_MEMBER, "method": "post", "ok": {302}},
    "invitation_resend": {**_INVITED, "method": "post", "ok": {302}},
    "invitation_revoke": {**_INVITED, "method": "post", "ok": {302}},
}
ROWS = {
    **{f"accounts:desk_{name}": desk("lead", **options) for name, options in _PEOPLE.items()},
    **{
        f"accounts:partner_{name}": partner("organisation_admin", **options)
        for name, options in _PEOPLE.items()
    },
    "accounts:desk_audit": desk("lead", query="from=2026-01-01&event=offer+published"),
    "accounts:desk_audit_export": desk("lead", method="post", ok={200}),
    "accounts:desk_audit_entry": desk("lead", entry="AUDIT_ENTRY"),
    "accounts:invitation": public(token="unknown", ok={410}),
    "accounts:choose": signed_in(),
    "accounts:desk": desk(EVERY_CENTRE_ROLE),
    "accounts:search": desk(EVERY_CENTRE_ROLE, query="q=Beispiel"),
    "accounts:operation": operation(),
    "accounts:partner": partner(EVERY_ORGANISATION_ROLE),
    "accounts:second_factor": signed_in(),
    "accounts:language": public(method="post", data={"language": "en"}),
    "account_login": public(**_ENTRANCE),
    "account_logout": public(**_ENTRANCE),
    "account_inactive": public(),
    "account_signup": public(**_ENTRANCE),
    "account_reauthenticate": signed_in(ok={200, 302, 403}),  # 403: nothing to show, neither password nor key
    "account_email": signed_in(),
    "account_email_verification_sent": public(**_ENTRANCE),
    "account_confirm_email": public(key="unknown"),
    "account_change_password": signed_in(),
    "account_set_password": signed_in(),
    "account_reset_password": public(**_ENTRANCE),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": public(uidb36="1", key="unknown"),
    "account_reset_password_from_key_done": public(),
    "mfa_index": signed_in(),
    "mfa_authenticate": public(ok={302}),
    "mfa_reauthenticate": signed_in(ok={200, 302, 403}),
    "mfa_activate_totp": signed_in(),
    "mfa_deactivate_totp": signed_in(ok={302, 404}),
    "mfa_view_recovery_codes": signed_in(ok={302, 404}),
    "mfa_generate_recovery_codes": signed_in(),
    "mfa_download_recovery_codes": signed_in(ok={302, 404}),
    "mfa_list_webauthn": signed_in(),
    "mfa_add_webauthn": signed_in(),
    "mfa_remove_webauthn": signed_in(pk="1", ok={302, 404}),
    "mfa_edit_webauthn": signed_in(pk="1", ok={302, 404}),
    "mfa_login_webauthn": public(ok={200, 302}),
    "mfa_reauthenticate_webauthn": signed_in(ok={200, 302, 403}),
    "usersessions_list": signed_in(),
    "socialaccount_connections": signed_in(),
    "socialaccount_login_cancelled": public(),
    "socialaccount_login_error": public(ok={401}),
    "socialaccount_signup": public(**_ENTRANCE),
    "openid_connect_login": public(provider_id="unknown", ok={404}),
    "openid_connect_callback": public(provider_id="unknown", ok={404}),
}


def objects(world):
    return {
        **_of(world.home, world.organisation, ""),
        **_of(world.foreign, world.foreign_organisation, "FOREIGN_"),
    }


def _of(centre, organisation, prefix):
    """A membership and an invitation of the organisation, which its centre sees as well."""
    draft = InvitationDraft(email="new@example.org", role="organisation_editor", organisation=organisation)
    invitation = invite(by=SYSTEM, draft=draft)
    user = make_user(f"colleague@{organisation.public_id}.example.org", "Beispiel Kollegin")
    membership = make_membership(user, "organisation_editor", organisation=organisation)
    with centre_scope(centre):
        entry = AuditEntry.objects.filter(event="person invited").get()
    return {
        f"{prefix}MEMBERSHIP": membership.public_id,
        f"{prefix}INVITATION": invitation.public_id,
        f"{prefix}AUDIT_ENTRY": entry.pk,
    }
