"""The web application that granian serves."""

import os
import threading

from django.core.wsgi import get_wsgi_application

from vielklang.config.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vielklang.config.settings")
if os.environ.get("VIELKLANG_SUPERVISED"):
    die_with_parent()
application = get_wsgi_application()


def _warm_up() -> None:
    """Load the encoders and word lists now, so that the first reader does not wait for them."""
    from vielklang.search.questions import prepare

    prepare("Deutschkrs", "de")


threading.Thread(target=_warm_up, name="warm-up", daemon=True).start()
