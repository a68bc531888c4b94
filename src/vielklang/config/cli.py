"""`vielklang`: one command for everything an installation needs. Every sub-command explains itself with `--help`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from vielklang.config.account_cli import account
from vielklang.config.environment import Environment, InvalidEnvironment, load_environment
from vielklang.config.keys_cli import keys
from vielklang.config.processes import (
    database,
    ensure_port_is_free,
    run_web,
    run_worker,
    supervise,
    use_web_role,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vielklang.config.settings")


def _environment() -> Environment:
    try:
        return load_environment()
    except InvalidEnvironment as error:
        raise click.ClickException(str(error)) from error


def _setup_django() -> None:
    import django

    django.setup()


@contextmanager
def prepared() -> Iterator[None]:
    """The installation's database, migrated, and Django on it, while a sub-command runs."""
    with database(_environment()):
        _setup_database()
        yield


def _setup_database() -> None:
    _setup_django()
    from vielklang.config import setup

    setup.ensure_migrated()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="vielklang")
def main() -> None:
    """Vielklang, the open platform of the Kommunale Integrationszentren.

    Settings come from the environment (docs/operation.md). Without DATABASE_URL a PostgreSQL of its own runs in
    VIELKLANG_DATA_DIR.
    """


@main.command()
def demo() -> None:
    """Everything on this machine with example data and example accounts: database, web server and worker."""
    os.environ["VIELKLANG_DEMONSTRATION"] = "true"
    environment = _environment()
    ensure_port_is_free(environment.vielklang_host, environment.vielklang_port)
    with database(environment):
        _setup_django()
        from vielklang.config import setup

        setup.migrate()
        setup.load_demonstration()
        setup.collect_static()
        _announce(environment)
        status = supervise([["web"], ["worker"]])
    click.echo("Vielklang has stopped; its data is kept.", err=True)
    sys.exit(status)


@main.command()
def serve() -> None:
    """Web server and background worker together, on the configured or the embedded database."""
    environment = _environment()
    ensure_port_is_free(environment.vielklang_host, environment.vielklang_port)
    with database(environment):
        _setup_django()
        from vielklang.config import setup

        setup.migrate()
        setup.collect_static()
        _announce(environment)
        status = supervise([["web"], ["worker"]])
    sys.exit(status)


def _announce(environment: Environment) -> None:
    click.echo(f"\n  Vielklang is ready: {environment.base_url}/   (Ctrl-C stops it)\n")


@main.command()
def web() -> None:
    """The web server alone (`migrate` first)."""
    environment = _environment()
    with database(environment):
        use_web_role(environment)
        run_web(environment)


@main.command()
def worker() -> None:
    """The background worker alone."""
    environment = _environment()
    with database(environment):
        use_web_role(environment)
        _setup_django()
        run_worker()


@main.command()
def migrate() -> None:
    """Bring the database schema, the places and the centres up to date."""
    with database(_environment()):
        _setup_django()
        from vielklang.config import setup

        setup.migrate()
        setup.collect_static()


@main.command()
def check() -> None:
    """Check settings, models, templates and migrations; needs no database."""
    _environment()
    _setup_django()
    from django.core.management import call_command

    from vielklang.config.checks import missing_migrations, template_errors

    call_command("check", fail_level="WARNING")
    problems = [*missing_migrations(), *template_errors()]
    for problem in problems:
        click.echo(problem, err=True)
    sys.exit(1 if problems else 0)


@main.command()
@click.argument("place")
@click.argument("text")
@click.option(
    "--language", default="", help="Language of the answer (BCP 47); default: recognised from the text."
)
@click.option("--limit", default=5, show_default=True, type=click.IntRange(1, 50))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def find(place: str, text: str, language: str, limit: int, as_json: bool) -> None:
    """The responsible centre and the best offers for TEXT near PLACE (postcode, town or district)."""
    with database(_environment()):
        _setup_database()
        from vielklang.config import find as finder
        from vielklang.search.queries import SearchUnavailable

        try:
            answer = finder.find(place, text, language=language or None, limit=limit)
        except finder.UnknownPlace as error:
            click.echo(str(error), err=True)
            sys.exit(2)
        except SearchUnavailable as error:
            raise click.ClickException(str(error)) from error
        click.echo(json.dumps(answer, ensure_ascii=False, indent=1) if as_json else finder.as_text(answer))


@main.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check everything, change nothing.")
@click.option(
    "--centre", "slug", default="", help="Short name of the centre; without it each row names its own."
)
@click.option(
    "--format",
    "form",
    default="auto",
    show_default=True,
    type=click.Choice(["auto", "table", "hsds", "icalendar", "integreat"]),
)
@click.option("--organisation", default="", help="Who runs entries of which the file names nobody.")
@click.option("--topic", default="", help="Topic of entries without a known one.")
def import_offers(*, path: Path, dry_run: bool, slug: str, form: str, organisation: str, topic: str) -> None:
    """Import offers from a table, HSDS, iCalendar or Integreat pages (docs/import.md): all of it or nothing."""
    with database(_environment()):
        _setup_database()
        from django.utils.translation import override

        from vielklang.centres.models import Centre
        from vielklang.core.actor import Actor, ActorKind
        from vielklang.interfaces.imports import Format, Options
        from vielklang.interfaces.imports import import_offers as run
        from vielklang.search.actions import index_offers

        centre = Centre.objects.filter(slug=slug).first() if slug else None
        if slug and centre is None:
            raise click.ClickException(f"there is no centre {slug!r}")
        actor = Actor(ActorKind.IMPORT, f"Import {path.name}")
        options = Options(organisation=organisation, topic=topic, publish=True)
        found = None if form == "auto" else Format(form)
        with override("en"):  # as everything that this command says
            report = run(path, by=actor, dry_run=dry_run, centre=centre, format=found, options=options)
        if report.created or report.updated:  # findable at once, whether or not a worker runs
            index_offers(by=actor, offer_ids=None)
        click.echo(report.as_text())
        sys.exit(1 if report.errors else 0)


@main.command("open-data")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the archive to this file as well.",
)
def open_data(output: Path | None) -> None:
    """Make the archive of open data now instead of at night, for /open/data.zip."""
    with database(_environment()):
        _setup_database()
        from vielklang.core.actor import SYSTEM
        from vielklang.interfaces.feeds.actions import make_archive
        from vielklang.interfaces.feeds.archive.reading import content

        archive = make_archive(by=SYSTEM)
        if output:
            with output.open("wb") as file:
                file.writelines(content(archive, 0, archive.size - 1))
        rows = ", ".join(f"{count} {name}" for name, count in archive.counts.items())
        click.echo(f"{archive.size:,} bytes: {rows}")


@main.command("evaluate-search")
@click.argument("documents", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("queries", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def evaluate_search(documents: Path, queries: Path, as_json: bool) -> None:
    """Measure the search on labelled questions (JSON lines) in a temporary schema."""
    with database(_environment()):
        _setup_database()
        from vielklang.search import evaluation

        try:
            figures = evaluation.evaluate(documents, queries)
        except evaluation.MalformedFile as error:
            raise click.ClickException(str(error)) from error
        click.echo(json.dumps(figures) if as_json else evaluation.as_table(figures))


@main.command()
@click.option("--offers", required=True, type=click.IntRange(1, 1_000_000), help="How many offers to make.")
@click.option("--languages", default=1, show_default=True, type=click.IntRange(1, 12), help="German first.")
@click.option("--evenly", is_flag=True, help="Every centre gets as many as the next one.")
@click.option("--seed", default=2026, show_default=True, type=int)
def synthesize(offers: int, languages: int, evenly: bool, seed: int) -> None:
    """Make load data: recognisable example offers with search index, for measurements."""
    with database(_environment()):
        _setup_database()
        from vielklang.config import setup
        from vielklang.search.synthesis import synthesize as run

        with setup.step("Load data") as report:
            run(
                offers=offers,
                languages=languages,
                evenly=evenly,
                seed=seed,
                by=setup.EXAMPLES,
                progress=report,
            )


main.add_command(account)
main.add_command(keys)


def manage() -> None:
    """Django's own commands on the installation's database, for developers (`manage.py`)."""
    from django.core.management import execute_from_command_line

    with ExitStack() as stack:
        stack.enter_context(database(_environment()))
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
