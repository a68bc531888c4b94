"""Background entry points of the core."""

from __future__ import annotations

import uuid

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from vielklang.core.mail import MOST_ATTEMPTS, deliver


@app.task(
    name="core.send_mail", queue="mail", retry=RetryStrategy(max_attempts=MOST_ATTEMPTS, exponential_wait=5)
)
def send_mail(mail: str) -> None:
    deliver(uuid.UUID(mail))
