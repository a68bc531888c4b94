"""Bringing an installation's database and files up to date, and filling a demonstration with examples."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from vielklang.core.actor import SYSTEM, Actor, ActorKind

console = Console(stderr=True)
EXAMPLES = Actor(ActorKind.SYSTEM, "Beispieldaten")


@contextmanager
def step(title: str) -> Iterator[Callable[[int, int], None]]:
    """Show a step of the set-up; the block may report how far it is with `report(done, total)`."""
    columns = (TextColumn("{task.description:<38}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(title, total=None)

        def report(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield report
        progress.update(task, total=1, completed=1) if not progress.tasks[0].total else None


def migrate() -> None:
    """Bring the schema and the reference tables (places, centres) up to date; safe to repeat."""
    from vielklang.centres.actions import load_centres
    from vielklang.places.actions import load_reference
    from vielklang.translations.actions import load_glossary

    with step("Database schema"):
        call_command("migrate", interactive=False, verbosity=0)
    with step("Places and centres"):
        load_reference(by=SYSTEM)
        load_centres(by=SYSTEM)
    with step("Glossary"):
        load_glossary(by=SYSTEM)


def ensure_migrated() -> None:
    """Bring a new or older database up to date before a command reads it; one query when it is."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        migrate()


def load_demonstration() -> None:
    """Example offers in all 54 centres and the search index over them; does nothing when they are there."""
    from vielklang.accounts.examples import load_example_accounts
    from vielklang.enquiries.examples import load_enquiry_examples
    from vielklang.offers.examples import load_desk_work, load_examples
    from vielklang.organisations.examples import load_organisation_examples
    from vielklang.reporting.examples import load_coordination_examples
    from vielklang.search.actions import index_offers
    from vielklang.translations.examples import load_translation_examples
    from vielklang.upkeep.examples import load_upkeep_examples

    with step("Example offers") as report:
        load_examples(by=EXAMPLES, progress=report)
    with step("Example organisations"):
        load_organisation_examples(by=EXAMPLES)
    with step("Example accounts"):
        load_example_accounts(by=EXAMPLES)
    with step("Example work at a desk"):
        load_desk_work(by=EXAMPLES)
    with step("Example focus areas"):
        load_coordination_examples(by=EXAMPLES)
    with step("Example translations"):
        load_translation_examples(by=EXAMPLES)
    with step("Example upkeep"):
        load_upkeep_examples(by=EXAMPLES)
    with step("Example enquiries"):
        load_enquiry_examples(by=EXAMPLES)
    with step("Search index") as report:
        index_offers(by=EXAMPLES, offer_ids=None, progress=report)


def collect_static() -> None:
    """Copy static files with hashed names and compressed twins, only when the built ones have changed."""
    stamp = Path(settings.STATIC_ROOT) / ".collected"
    state = json.dumps(_static_state())
    if stamp.exists() and stamp.read_text() == state:
        return
    with step("Static files"):
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.write_text(state)


def _static_state() -> list[float]:
    roots = [Path(settings.PACKAGE) / "web" / "static", Path(settings.PACKAGE) / "guide" / "static"]
    files = [path for root in roots if root.exists() for path in root.rglob("*") if path.is_file()]
    return [len(files), max((path.stat().st_mtime for path in files), default=time.time())]
