"""Telling of a barrier: a real SMTP conversation, and nothing typed is lost when it fails."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller

PAGE = "/de/accessibility/"
REPORT = {"message": "Die Karte lässt sich nicht mit der Tastatur bedienen.", "email": "leserin@example.org"}


class _Mailbox:
    def __init__(self) -> None:
        self.messages: list[bytes] = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 (aiosmtpd's name)
        self.messages.append(envelope.content)
        return "250 OK"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def mailbox(settings) -> Iterator[_Mailbox]:
    mailbox = _Mailbox()
    controller = Controller(mailbox, hostname="127.0.0.1", port=_free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.FEEDBACK_EMAIL = "barrieren@example.org"
    yield mailbox
    controller.stop()


@pytest.mark.django_db
def test_report_arrives_by_mail(client, mailbox):
    response = client.post(PAGE, REPORT)

    assert response.status_code == 302
    assert response.headers["Location"].startswith("/de/accessibility/thanks/")
    message = message_from_bytes(mailbox.messages[0])
    assert message["To"] == "barrieren@example.org"
    assert message["Reply-To"] == "leserin@example.org"
    assert "Tastatur" in message.get_payload(decode=True).decode()


@pytest.mark.django_db
def test_what_was_typed_stays_when_the_mail_server_is_gone(client, mailbox, settings):
    settings.EMAIL_PORT = _free_port()

    response = client.post(PAGE, REPORT)

    assert response.status_code == 400
    assert REPORT["message"] in response.content.decode()
    assert mailbox.messages == []


@pytest.mark.django_db
def test_errors_are_in_the_reader_s_language_and_keep_the_text(client, mailbox):
    response = client.post(PAGE, {"message": "Etwas fehlt", "email": "keine adresse"})

    page = response.content.decode()
    assert response.status_code == 400
    assert "Etwas fehlt" in page
    assert "keine adresse" in page
    assert mailbox.messages == []


@pytest.mark.django_db
def test_programs_that_fill_every_field_send_nothing(client, mailbox):
    assert client.post(PAGE, REPORT | {"website": "https://spam.example"}).status_code == 302
    assert mailbox.messages == []


@pytest.mark.django_db
def test_without_an_address_the_form_is_not_offered(client, settings):
    settings.FEEDBACK_EMAIL = ""

    assert "<textarea" not in client.get(PAGE).content.decode()
