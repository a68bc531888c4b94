#!/usr/bin/env python
"""Django's own commands (makemigrations, shell …) for developers; operation is `vielklang --help`."""

from vielklang.config.cli import manage

if __name__ == "__main__":
    manage()
