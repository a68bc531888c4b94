"""Two at the same moment, on connections of their own: a centre never loses its last lead."""

from __future__ import annotations

import threading

import pytest
from django.db import connections

from tests.world import make_membership, make_user
from vielklang.accounts.actions import Refused, end_membership
from vielklang.accounts.models import Membership
from vielklang.core.actor import SYSTEM
from vielklang.core.scope import centre_scope

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.owner
def test_two_leads_who_remove_each_other_at_the_same_moment_leave_one():
    """Real connections: without the lock both would find that the other one stays."""
    from types import SimpleNamespace

    from django.apps import apps

    centre = apps.get_model("centres", "Centre").objects.order_by("pk").first() or _centre()
    users = [make_user(f"lead{number}@example.org", f"Lead {number}") for number in range(2)]
    rows = [make_membership(user, "lead", centre=centre) for user in users]
    barrier, refused = threading.Barrier(2), []

    def remove(row: Membership) -> None:
        try:
            with centre_scope(SimpleNamespace(pk=centre.pk)):
                barrier.wait(10)
                end_membership(by=SYSTEM, membership=row)
        except Refused:
            refused.append(row)
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=remove, args=[row]) for row in rows]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with centre_scope(centre):
        left = Membership.objects.current().filter(role="lead").count()
    assert (left, len(refused)) == (1, 1)


def _centre():
    from vielklang.centres.actions import load_centres
    from vielklang.centres.models import Centre
    from vielklang.places.actions import load_reference

    load_reference(by=SYSTEM)
    load_centres(by=SYSTEM)
    return Centre.objects.order_by("pk").first()
