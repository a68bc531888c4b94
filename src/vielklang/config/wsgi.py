"""The web application that granian serves: Django behind the answers that are kept ready."""

import os
import threading

from django.core.wsgi import get_wsgi_application

from vielklang.config.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vielklang.config.settings")
if os.environ.get("VIELKLANG_SUPERVISED"):
    die_with_parent()
_django = get_wsgi_application()  # loads the settings, which the next lines need

from django.conf import settings  # noqa: E402

from vielklang.accounts.middleware import AREA_PREFIXES  # noqa: E402
from vielklang.web.ready.counts import counter  # noqa: E402
from vielklang.web.ready.front import Front  # noqa: E402
from vielklang.web.ready.keeper import start_keeper  # noqa: E402
from vielklang.web.ready.shelf import Shelf  # noqa: E402
from vielklang.web.replicas import PatientCounter, ReadFromReplicas, replicas  # noqa: E402

if (followers := replicas()) is None:
    application = Front(_django, counter, Shelf(settings.READY_BYTES))
else:
    patient = PatientCounter(followers)
    reading = ReadFromReplicas(_django, followers, AREA_PREFIXES)
    application = Front(reading, lambda: patient, Shelf(settings.READY_BYTES))
start_keeper(application)


def _warm_up() -> None:
    """Load the encoders and word lists now, so that the first reader does not wait for them."""
    from vielklang.search.questions import prepare

    prepare("Deutschkrs", "de")


threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
