"""The jobs themselves: own scope, progress that others see meanwhile, and a failure that a person can read."""

from __future__ import annotations

import uuid

import pytest
from django.db import connections, transaction

from tests.interfaces.making import ROW, checked, make_run, table
from tests.world import World
from vielklang.core.scope import centre_scope, current_scope
from vielklang.interfaces import actions, tasks
from vielklang.interfaces.enums import RunState
from vielklang.interfaces.models import ImportRun, JobProgress
from vielklang.interfaces.progress import progress_of, telling
from vielklang.offers.models import Offer

pytestmark = pytest.mark.django_db


def test_progress_is_seen_while_the_transaction_is_open():
    key = uuid.uuid4()
    other = connections.create_connection("default")
    try:
        with transaction.atomic(), telling(key) as tell:
            tell(5, 10)
            with other.cursor() as cursor:
                cursor.execute("SELECT done, total FROM interfaces_jobprogress WHERE key = %s", [key])
                assert cursor.fetchone() == (5, 10)
        with other.cursor() as cursor:
            cursor.execute("DELETE FROM interfaces_jobprogress WHERE key = %s", [key])
    finally:
        other.close()


def test_a_job_that_has_not_begun_is_at_nothing():
    progress = progress_of(uuid.uuid4())

    assert (progress.done, progress.total) == (0, 0)
    assert not JobProgress.objects.filter(pk=progress.pk).exists()


def test_telling_waits_for_no_lock():
    key = uuid.uuid4()
    with transaction.atomic():
        JobProgress.objects.create(key=key, done=1, total=2)
        with telling(key) as tell:
            tell(2, 2)

    assert progress_of(key).done == 1


def state(world: World, run: ImportRun) -> ImportRun:
    with centre_scope(world.home):
        return ImportRun.objects.get(pk=run.pk)


def test_jobs_open_the_centres_scope_themselves(world):
    run = make_run(world.home, table(ROW))
    key = (str(run.public_id), world.home.pk)

    tasks.check_import(*key)
    assert state(world, run).state == RunState.CHECKED
    with centre_scope(world.home):
        actions.confirm_import(by=world.actor("editor"), run=run)
    tasks.run_import(*key)
    assert state(world, run).state == RunState.DONE
    with centre_scope(world.home):
        actions.start_undo(by=world.actor("editor"), run=run)
    tasks.undo_import(*key)

    assert state(world, run).state == RunState.UNDONE
    assert current_scope() is None


def test_a_job_of_another_centre_finds_nothing(world):
    run = make_run(world.home)

    tasks.check_import(str(run.public_id), world.foreign.pk)

    assert state(world, run).state == RunState.UPLOADED


def test_a_repeated_job_does_nothing(world):
    run = checked(world.home)

    tasks.check_import(str(run.public_id), world.home.pk)
    tasks.run_import(str(run.public_id), world.home.pk)

    assert state(world, run).state == RunState.CHECKED


def test_a_failed_job_says_so_and_leaves_nothing_half_done(world, monkeypatch):
    run = checked(world.home)
    with centre_scope(world.home):
        actions.confirm_import(by=world.actor("editor"), run=run)
    before = Offer.objects.count()

    def broken(**values: object) -> None:
        raise RuntimeError("secret content of a cell")

    monkeypatch.setattr("vielklang.interfaces.imports.writing.link", broken)
    monkeypatch.setattr("vielklang.interfaces.imports.writing._let_go", broken)
    tasks.run_import(str(run.public_id), world.home.pk)

    failed = state(world, run)
    assert (failed.state, failed.content) == (RunState.FAILED, None)
    assert "secret" not in failed.problem
    assert "Nothing was changed" in failed.problem or "nichts" in failed.problem.lower()
    assert Offer.objects.count() == before


def test_tidying_looks_after_every_centre(world):
    make_run(world.home)

    tasks.tidy_imports(0)
