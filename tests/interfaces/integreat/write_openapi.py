"""Writes the description of the Integreat API into `docs/openapi/`."""

import json
from pathlib import Path

import django

if __name__ == "__main__":
    django.setup()
    from vielklang.interfaces.integreat.openapi import document

    file = Path(__file__).resolve().parents[3] / "docs" / "openapi" / "integreat.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(document(), ensure_ascii=False, indent=1) + "\n", "utf-8")
