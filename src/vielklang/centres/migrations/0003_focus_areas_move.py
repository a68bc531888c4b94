"""What stood in the centre's list becomes a focus area of its own; internal ones are their centre's alone."""

from django.db import migrations

from vielklang.core.rls import RowSecurity

MOVE = """
INSERT INTO centres_focusarea
    (public_id, centre_id, title, keys, valid_from, goals, is_public, updated_at, updated_by)
SELECT gen_random_uuid(), id, 'Arbeitsschwerpunkte', old_focus_areas, updated_at::date, '[]', true, updated_at, updated_by
FROM centres_centre WHERE cardinality(old_focus_areas) > 0;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [("centres", "0002_focus_areas"), ("core", "0002_row_security")]

    operations = [
        migrations.RunSQL(MOVE, migrations.RunSQL.noop),
        migrations.RemoveField(model_name="centre", name="old_focus_areas"),
        RowSecurity("centres_focusarea", centre="centre_id", extra="is_public"),
        RowSecurity("centres_focusareaevent", append_only=True, centre="centre_id", extra="is_public"),
    ]
