"""Checks of the whole house that need no database: migrations that were not made, templates that do not compile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.template import TemplateSyntaxError
from django.template.loader import get_template
from django.utils import translation


def missing_migrations() -> Iterator[str]:
    """One line for each app of ours whose models differ from its migrations, and for conflicting migrations."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for app, names in loader.detect_conflicts().items():
        yield f"{app}: conflicting migrations {', '.join(sorted(names))}"
    with translation.override(None):  # labels are compared in the language of the sources
        changes = _changes(loader)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("vielklang.")}
    for app in sorted(ours & set(changes)):
        yield f"{app}: models have changed, run manage.py makemigrations"


def _changes(loader: MigrationLoader) -> dict[str, Any]:
    now = ProjectState.from_apps(apps)
    return MigrationAutodetector(loader.project_state(), now).changes(graph=loader.graph)


def template_errors() -> Iterator[str]:
    """One line for each template of ours that does not compile."""
    for path in sorted(Path(settings.PACKAGE).glob("*/templates/**/*.*")):
        name = str(path).partition("/templates/")[2]
        try:
            get_template(name)
        except TemplateSyntaxError as error:
            yield f"{name}: {error}"
