"""The web application that granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from vielklang.config.processes import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vielklang.config.settings")
if os.environ.get("VIELKLANG_SUPERVISED"):
    die_with_parent()
application = get_wsgi_application()
