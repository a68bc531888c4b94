"""Private rows of the core, for the scope suite."""

from tests.private import Rows
from vielklang.core.actor import SYSTEM
from vielklang.core.audit import record
from vielklang.core.mail import queue_mail
from vielklang.core.models import AuditEntry, OutgoingMail


def _mail(world, centre, organisation):
    queue_mail(
        by=SYSTEM,
        key=f"test:{centre.pk}",
        to="someone@example.org",
        template="accounts/mail/invitation",
        context={
            "area_name": str(centre),
            "role": "Lead",
            "invited_by": "Beispiel",
            "url": "https://example.org/",
            "days": 7,
            "name": "",
        },
        centre_id=centre.pk,
        organisation_id=organisation.pk,
    )


ROWS: Rows = {
    AuditEntry: lambda world, centre, organisation: record(
        by=SYSTEM, event="offer published", centre_id=centre.pk, organisation_id=organisation.pk
    ),
    OutgoingMail: _mail,
}
