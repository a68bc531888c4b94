"""What stands in the audit, in words: events and kinds of things. An event without words is shown as it was written."""

from __future__ import annotations

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

EVENTS: dict[str, str | Promise] = {
    "person invited": _("Person invited"),
    "invitation sent again": _("Invitation sent again"),
    "invitation revoked": _("Invitation revoked"),
    "invitation accepted": _("Invitation accepted"),
    "account created": _("Account created"),
    "account disabled": _("Account closed"),
    "account enabled": _("Account opened again"),
    "role granted": _("Role given"),
    "membership changed": _("Role changed"),
    "membership ended": _("Role ended"),
    "membership restored": _("End of a role undone"),
    "language chosen": _("Language chosen"),
    "audit exported": _("Audit exported"),
    "offers exported": _("Offers exported"),
    "organisations exported": _("Organisations exported"),
    "centre profile changed": _("Profile of the centre changed"),
    "centre text written": _("Text of the centre written"),
    "focus area created": _("Focus area added"),
    "focus area deleted": _("Focus area removed"),
    "feedback received": _("Remark about the guide received"),
    "feedback done": _("Remark about the guide done"),
    "feedback taken up again": _("Remark about the guide taken up again"),
    "open data made": _("Archive of open data made"),
    "public offers numbered anew": _("Public offers numbered anew"),
    "offer created": _("Offer created"),
    "offer updated": _("Offer changed"),
    "offer text set": _("Text of an offer written"),
    "offer submitted": _("Offer handed in for review"),
    "offer returned": _("Offer sent back"),
    "offer published": _("Offer published"),
    "offer suspended": _("Offer suspended"),
    "offer archived": _("Offer archived"),
    "offer reopened": _("Offer reopened"),
    "offer confirmed": _("Offer confirmed"),
    "offer put back": _("Change of an offer undone"),
    "offer public again after confirmation": _("Offer public again after confirmation"),
    "offers created": _("Offers created"),
    "offers updated": _("Offers changed"),
    "offers imported": _("Offers imported"),
    "example offers removed": _("Example offers removed"),
    "revision submitted": _("New version handed in"),
    "revision published": _("New version published"),
    "revision rejected": _("New version rejected"),
    "revision taken back": _("New version taken back"),
    "organisation created": _("Organisation created"),
    "organisation updated": _("Organisation changed"),
    "organisation described": _("Organisation described"),
    "organisation change proposed": _("Change of an organisation proposed"),
    "organisation change withdrawn": _("Proposed change of an organisation withdrawn"),
    "organisation change accepted": _("Proposed change of an organisation accepted"),
    "organisation change rejected": _("Proposed change of an organisation rejected"),
    "organisation change seen": _("Change of an organisation seen"),
    "organisation moved": _("Organisation moved to another centre"),
    "organisations created": _("Organisations created"),
    "organisations merged": _("Organisations merged"),
    "example organisations removed": _("Example organisations removed"),
    "merge undone": _("Merge undone"),
    "entries kept apart": _("Entries kept apart"),
    "decision on duplicates taken back": _("Decision on duplicates taken back"),
    "public profile requested": _("Public profile asked for"),
    "funding conditions answered": _("Funding conditions answered"),
    "contact persons read": _("Contact persons read"),
    "contact person added": _("Contact person added"),
    "contact person changed": _("Contact person changed"),
    "contact person removed": _("Contact person removed"),
    "contact person restored": _("Contact person restored"),
    "note added": _("Note added"),
    "note removed": _("Note removed"),
    "note restored": _("Note restored"),
    "report received": _("Report received"),
    "confirmation rules set": _("Rules of confirmation set"),
    "translation draft discarded": _("Draft of a translation discarded"),
    "translation reviewed": _("Translation reviewed"),
    "translation finished": _("Translation finished"),
    "public profile opened": _("Public profile opened"),
    "public profile closed": _("Public profile closed"),
    "organisation trusted": _("Organisation trusted"),
    "organisation's trust ended": _("Trust in an organisation ended"),
    "report taken": _("Report taken on"),
    "report done": _("Report done"),
    "report rejected": _("Report rejected"),
    "report taken up again": _("Report taken up again"),
    "reminder sent": _("Reminder sent"),
    "reminders stopped": _("Reminders stopped"),
    "reminders allowed again": _("Reminders allowed again"),
    "reminder rules changed": _("Rules of reminders changed"),
    "personal link sent": _("Personal link sent"),
    "personal link opened": _("Personal link opened"),
    "personal link withdrawn": _("Personal link withdrawn"),
    "website called fine": _("Website called fine"),
    "website watched again": _("Website watched again"),
    "import uploaded": _("Import uploaded"),
    "import checked": _("Import checked"),
    "import started": _("Import started"),
    "import failed": _("Import failed"),
    "import discarded": _("Import discarded"),
    "import undone": _("Import undone"),
    "undo of import started": _("Undo of an import started"),
    "overlap accepted": _("Overlap accepted"),
    "overlap reopened": _("Overlap reopened"),
    "glossary term set": _("Glossary term set"),
    "glossary term removed": _("Glossary term removed"),
    "text taken over": _("Text taken over"),
    "text no longer followed": _("Text no longer followed"),
    "source change set aside": _("Change of the source set aside"),
    "translation asked for": _("Translation asked for"),
    "translation drafted": _("Translation drafted"),
    "translation made by a helper": _("Translation made by a machine"),
    "translation request failed": _("Translation request failed"),
    "translation request withdrawn": _("Translation request withdrawn"),
    "translation sent back": _("Translation sent back"),
    "enquiry received": _("Question received"),
    "enquiries deleted": _("Enquiries deleted after their time"),
    "enquiry periods set": _("Periods of enquiries set"),
    "enquiry held": _("Legal hold on a question set"),
    "hold of enquiry lifted": _("Legal hold on a question lifted"),
    "enquiry erased": _("Question erased at the person's request"),
    "enquiry rules set": _("Rules for enquiries set"),
    "enquiry assigned": _("Question assigned"),
    "enquiry answered": _("Question answered"),
    "file kept": _("File of a question kept"),
    "file refused": _("File of a question refused"),
    "mail taken": _("Mail taken as a question or an answer"),
    "mail left": _("Mail in the mailbox left out"),
    "mail settled": _("Mail that could not be read settled"),
    "mailbox set": _("Mailbox for questions set"),
    "enquiry marked urgent": _("Question marked as urgent"),
    "enquiry noted": _("Internal note on a question written"),
    "enquiry continued": _("The person wrote again"),
    "voice written down": _("Voice message written down"),
    "enquiry outcome": _("The person said whether it helped"),
    "consent withdrawn": _("Consent withdrawn"),
    "text module created": _("Text module written"),
    "text module changed": _("Text module changed"),
    "text module translated": _("Text module translated"),
    "text module removed": _("Text module removed"),
    "text module restored": _("Text module offered again"),
    "enquiry overdue": _("Told of an overdue question"),
    "enquiry escalated": _("Leads told of an overdue question"),
    "enquiry closed": _("Question closed"),
    "enquiry reopened": _("Question opened again"),
    "encryption keys rotated": _("Keys of encrypted fields changed"),
}

THINGS: dict[str, str | Promise] = {
    "accounts.user": _("account"),
    "accounts.membership": _("role of a person"),
    "accounts.invitation": _("invitation"),
    "centres.centre": _("centre"),
    "centres.focusarea": _("focus area"),
    "offers.offer": _("offer"),
    "offers.offertext": _("text of an offer"),
    "offers.offerrevision": _("version of an offer"),
    "offers.offerreport": _("report about an offer"),
    "organisations.organisation": _("organisation"),
    "organisations.contactperson": _("contact person"),
    "organisations.organisationnote": _("internal note"),
    "organisations.organisationchange": _("proposed change"),
    "organisations.organisationmerge": _("merge"),
    "upkeep.personallink": _("personal link"),
    "upkeep.reportcontact": _("contact of a report"),
    "interfaces.importrun": _("import"),
    "translations.glossaryterm": _("glossary term"),
    "translations.translationrequest": _("translation request"),
    "enquiries.enquiry": _("question"),
    "enquiries.enquiryfile": _("file of a question"),
    "enquiries.textmodule": _("text module"),
}

ACTOR_KINDS: dict[str, str | Promise] = {
    "person": _("person"),
    "link": _("personal link"),
    "reader": _("reader"),
    "import": _("import"),
    "system": _("program"),
}


_READ = " read"


def event_words(event: str) -> str:
    """`contact person read` stands for whatever confidential thing was read."""
    if event not in EVENTS and event.endswith(_READ):
        return gettext("Read: %(thing)s") % {"thing": _by_verbose_name().get(event[: -len(_READ)], event)}
    return str(EVENTS.get(event, event))


def thing_words(subject_type: str) -> str:
    """The name of a kind of thing; without words of ours that of its model."""
    if subject_type in THINGS:
        return str(THINGS[subject_type])
    try:
        return str(apps.get_model(subject_type)._meta.verbose_name) if subject_type else ""
    except (LookupError, ValueError):
        return subject_type


def _by_verbose_name() -> dict[str, str]:
    return {str(apps.get_model(label)._meta.verbose_name): str(words) for label, words in THINGS.items()
            if label in _labels()}  # fmt: skip


def _labels() -> set[str]:
    return {model._meta.label_lower for model in apps.get_models()}
