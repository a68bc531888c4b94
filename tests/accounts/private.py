"""Private rows of the accounts, for the scope suite."""

import datetime as dt

from django.utils import timezone

from tests.private import Rows
from vielklang.accounts.models import Invitation, Membership
from vielklang.core.scope import centre_scope


def _invitation(world, centre, organisation):
    with centre_scope(centre):
        Invitation.objects.create(
            email="new@example.org",
            role="staff",
            centre=centre,
            token_hash=f"hash-{centre.pk}",
            invited_by="Beispiel",
            expires_at=timezone.now() + dt.timedelta(days=7),
        )


ROWS: Rows = {
    Membership: lambda world, centre, organisation: None,  # the world is full of them
    Invitation: _invitation,
}
