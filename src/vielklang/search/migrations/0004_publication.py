"""The search index counts apart, so that a replica is asked only when its index is as new as the primary's."""

from django.db import migrations

from vielklang.core.publication import CountPublications


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0003_publication'),
        ('search', '0003_guessed_topics'),
    ]

    operations = [
        CountPublications("search_searchdocument", "SELECT -1::bigint FROM {rows}"),
    ]
