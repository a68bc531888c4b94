"""Which way an answer went, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from vielklang.enquiries.enums import MailFate
from vielklang.enquiries.models import Enquiry, EnquiryMail


def sent_words(enquiry: Enquiry) -> str:
    if EnquiryMail.objects.filter(enquiry=enquiry, fate=MailFate.TAKEN).exists():
        return _("The answer is sent as a mail, in the language of the person and in German.")
    return _("The answer is sent. The person finds it with code and PIN.")
