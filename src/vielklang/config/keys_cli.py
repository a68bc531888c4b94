"""`vielklang keys`: the keys of encrypted fields (docs/adr/0022-encrypted-fields.md)."""

from __future__ import annotations

from contextlib import AbstractContextManager

import click


def _ready() -> AbstractContextManager[None]:
    from vielklang.config.cli import prepared  # which brings these commands in

    return prepared()


@click.group()
def keys() -> None:
    """The keys with which words and contacts of enquiries are encrypted."""


@keys.command()
def rotate() -> None:
    """Make a new key and bring every value under it. The old keys stay in the file until `keys forget`."""
    with _ready():
        from vielklang.core.actor import SYSTEM
        from vielklang.core.rotation import rotate_keys

        click.echo(f"{rotate_keys(by=SYSTEM)} values are under the new key; older keys are kept.")


@keys.command()
def forget() -> None:
    """Remove old keys from the file, once no value needs them. Run it after every process has been restarted."""
    with _ready():
        from vielklang.core.actor import SYSTEM
        from vielklang.core.rotation import forget_keys

        click.echo(f"{forget_keys(by=SYSTEM)} old keys are forgotten.")
