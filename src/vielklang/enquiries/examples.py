"""Invented enquiries for the demonstration, in several languages; every text says "Beispiel"."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from vielklang.centres.models import Centre
from vielklang.core.actor import READER, Actor, ActorKind
from vielklang.core.audit import action
from vielklang.core.scope import centre_scope
from vielklang.core.texts import TextStatus
from vielklang.enquiries.actions import (
    Question,
    answer_enquiry,
    ask_centre,
    close_enquiry,
    note_on_enquiry,
    take_enquiry,
)
from vielklang.enquiries.enums import Channel, ContactKind, Outcome, Purpose
from vielklang.enquiries.examples_referrals import load_referral_examples
from vielklang.enquiries.models import Enquiry
from vielklang.enquiries.queries import colleagues
from vielklang.offers.models import Offer
from vielklang.places.models import Municipality

CENTRES = ("kreis-kleve", "kreis-wesel")
P = Purpose


@dataclass(frozen=True)
class Example:
    """`days`: so long ago. `reply`: German answer, and what the person reads; `closed`: settled afterwards."""

    question: Question
    days: int = 0
    reply: tuple[str, str] | None = None
    note: str = ""
    is_taken: bool = False
    closed: Outcome | None = None


EXAMPLES = (
    Example(
        Question(
            "fa", "صاحبخانه می‌گوید فردا باید خانه را ترک کنیم. دو بچه دارم. چه کار کنم؟ (Beispiel)",
            topics=("homelessness",), is_urgent=True, contact_kind=ContactKind.PHONE, contact="0151 0000000",
            name="Beispielperson", purposes={P.ANSWER, P.REFER},
        ),
        days=1,
    ),
    Example(
        Question("ar", "أين يمكن لابني أن يسجل في المدرسة؟ عمره تسع سنوات. (Beispiel)", topics=("school-entry",)),
        days=9,
    ),
    Example(
        Question(
            "uk", "Чи є мовні курси вранці з доглядом за дитиною? (Beispiel)", topics=("integration-course",),
            contact_kind=ContactKind.EMAIL, contact="beispiel@example.org", purposes={P.ANSWER, P.FOLLOW_UP},
        ),
        days=1, note="Beispiel: Volkshochschule gefragt, Antwort bis Freitag.", is_taken=True,
    ),
    Example(
        Question("tr", "Diplomamı nerede tanıtabilirim? Hemşireyim. (Beispiel)", topics=("qualification-recognition",)),
        days=4,
        reply=(
            "Die Beratung zur Anerkennung hilft Ihnen. Bringen Sie Ihr Diplom und den Ausweis mit. (Beispiel)",
            "Tanıma danışmanlığı size yardımcı olur. Diplomanızı ve kimliğinizi getirin. (Beispiel)",
        ),
    ),
    Example(
        Question(
            "pl", "Herr sucht eine Hausarztpraxis, die neue Patienten aufnimmt. (Beispiel)",
            topics=("doctor-and-insurance",), channel=Channel.COUNTER, written_in="de",
        ),
    ),
    Example(
        Question("fr", "Où puis-je trouver un interprète pour un rendez-vous ? (Beispiel)", topics=("interpreting",)),
        days=15,
        reply=(
            "Der Sprachmittlerpool vermittelt Ihnen jemanden, kostenlos. (Beispiel)",
            "Le pool d'interprètes vous trouve quelqu'un, gratuitement. (Beispiel)",
        ),
        closed=Outcome.HELPED,
    ),
)  # fmt: skip


@action
def load_enquiry_examples(*, by: Actor) -> int:
    """Enquiries for the centres of the example accounts; returns how many. Nothing where some are there already."""
    made = 0
    for centre in Centre.objects.filter(slug__in=CENTRES).order_by("pk"):
        with centre_scope(centre):
            if Enquiry.objects.exists():
                continue
            for number, example in enumerate(EXAMPLES):
                _load(centre, example, number)
                made += 1
            load_referral_examples(centre)
    return made


def _load(centre: Centre, example: Example, number: int) -> None:
    asked_at = timezone.now() - dt.timedelta(days=example.days, hours=number + 1)
    places = list(Municipality.objects.filter(centre_area__centre=centre).order_by("key"))
    question = _placed(example.question, places[number % len(places)])
    enquiry = ask_centre(by=READER, centre=centre, question=question, now=asked_at).enquiry
    by = Actor(ActorKind.SYSTEM, str(centre))
    people = colleagues()
    if example.is_taken and people:
        take_enquiry(by=by, enquiry=enquiry, person=people[-1])
    if example.note:
        note_on_enquiry(by=by, enquiry=enquiry, text=example.note)
    if example.reply:
        german, text = example.reply
        offers = list(Offer.objects.visible().filter(centre=centre, is_example=True).order_by("pk")[:1])
        answer_enquiry(
            by=by, enquiry=enquiry, german=german, text=text, status=TextStatus.HUMAN, offers=offers,
            now=asked_at + dt.timedelta(hours=20),
        )  # fmt: skip
    if example.closed:
        close_enquiry(by=by, enquiry=enquiry, outcome=example.closed, now=asked_at + dt.timedelta(days=3))


def _placed(question: Question, place: Municipality) -> Question:
    return replace(question, municipality=place)
