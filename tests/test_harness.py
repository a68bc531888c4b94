"""The harness itself: what it promises is checked here, so that a silent loss of it is seen."""

import socket

import pytest
from django.db import connection
from django.template import engines


@pytest.mark.django_db
def test_database_is_the_throw_away_cluster():
    assert "vk-test-" in connection.settings_dict["HOST"]
    assert connection.pg_version >= 180000


def test_unknown_template_variable_fails():
    template = engines["django"].from_string("{{ nobody_set_this }}")
    with pytest.raises(AssertionError, match="unknown template variable"):
        template.render({})


def test_other_hosts_are_out_of_reach():
    with pytest.raises(Exception, match=r"192\.0\.2\.1"):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
