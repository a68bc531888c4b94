"""When the centre owes the next answer; what is answered owes none. Overdue ones are told of, each once."""

from django.db import migrations, models

ANSWERED = """
UPDATE enquiries_enquiry SET first_due_at = due_at WHERE answered_at IS NOT NULL;
UPDATE enquiries_enquiry SET due_at = NULL WHERE answered_at IS NOT NULL AND state IN ('waiting', 'closed');
"""


class Migration(migrations.Migration):

    dependencies = [
        ('centres', '0005_history_by_context'),
        ('enquiries', '0008_facts'),
    ]

    operations = [
        migrations.AddField(
            model_name='enquiry',
            name='escalated_at',
            field=models.DateTimeField(blank=True, help_text='the leads heard of it', null=True),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='first_due_at',
            field=models.DateTimeField(blank=True, help_text='by when the first answer was wanted; kept when it is given', null=True),
        ),
        migrations.AddField(
            model_name='enquiry',
            name='reminded_at',
            field=models.DateTimeField(blank=True, help_text='its person heard that it is overdue', null=True),
        ),
        migrations.AddField(
            model_name='enquiryrules',
            name='escalate_after_days',
            field=models.PositiveSmallIntegerField(default=2, help_text='working days that an answer is overdue until the leads hear of it'),
        ),
        migrations.AddField(
            model_name='enquiryrules',
            name='urgent_within_days',
            field=models.PositiveSmallIntegerField(default=1, help_text='working days to an answer where somebody may be in danger'),
        ),
        migrations.AlterField(
            model_name='enquiry',
            name='due_at',
            field=models.DateTimeField(blank=True, help_text='of the next answer; none is owed without', null=True),
        ),
        migrations.AlterField(
            model_name='enquiryevent',
            name='due_at',
            field=models.DateTimeField(blank=True, help_text='of the next answer; none is owed without', null=True),
        ),
        migrations.RunSQL(ANSWERED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='enquiryrules',
            name='answer_within_days',
            field=models.PositiveSmallIntegerField(default=3, help_text='working days to an answer'),
        ),
        migrations.AddConstraint(
            model_name='enquiryrules',
            constraint=models.CheckConstraint(condition=models.Q(('urgent_within_days__gte', 1), ('urgent_within_days__lte', models.F('answer_within_days'))), name='enquiry_urgent_not_later'),
        ),
        migrations.AddConstraint(
            model_name='enquiryrules',
            constraint=models.CheckConstraint(condition=models.Q(('escalate_after_days__range', (1, 30))), name='enquiry_escalates_in_days'),
        ),
    ]
