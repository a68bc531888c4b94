"""Private rows of the accounts, for the scope suite."""

import datetime as dt

from django.utils import timezone

from tests.private import Rows
from tests.world import make_membership, make_user
from vielklang.accounts.models import Invitation, Membership
from vielklang.core.scope import centre_scope


def _invitation(world, centre, organisation):
    with centre_scope(centre):
        Invitation.objects.create(
            email="new@example.org",
            role="organisation_editor",
            centre=centre,
            organisation=organisation,
            token_hash=f"hash-{organisation.pk}",
            invited_by="Beispiel",
            expires_at=timezone.now() + dt.timedelta(days=7),
        )


def _membership(world, centre, organisation):
    user = make_user(f"member{organisation.pk}@example.org")
    make_membership(user, "organisation_editor", organisation=organisation)


ROWS: Rows = {
    Membership: _membership,
    Invitation: _invitation,
}
