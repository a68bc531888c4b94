"""Row-level security of enquiries: a centre's own, and for the person the one that their code names."""

from django.db import migrations

from vielklang.core.rls import RowSecurity


class Migration(migrations.Migration):
    dependencies = [("enquiries", "0001_initial"), ("core", "0002_row_security")]

    operations = [
        RowSecurity("enquiries_enquiry", centre="centre_id", token="code_digest"),
        RowSecurity("enquiries_enquirymessage", centre="centre_id"),
        RowSecurity("enquiries_enquirycontact", centre="centre_id"),
        RowSecurity("enquiries_enquiryconsent", centre="centre_id"),
        RowSecurity("enquiries_enquiryoffer", centre="centre_id"),
        RowSecurity("enquiries_enquiryrules", centre="centre_id"),
        RowSecurity("enquiries_enquiryevent", append_only=True, centre="centre_id"),
    ]
