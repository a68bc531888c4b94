"""One offer of the centre in Kleve with everything an offer can have, for leaflets and calendar files."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

from vielklang.centres.models import Centre
from vielklang.core.actor import SYSTEM, Actor, ActorKind
from vielklang.offers.actions import confirm_offer, create_offer, publish_offer
from vielklang.offers.drafts import DateDraft, HoursDraft, OfferDraft, PlaceDraft, TextDraft
from vielklang.offers.models import Offer
from vielklang.organisations.actions import OrganisationDraft, create_organisation
from vielklang.places.enums import PlaceKind
from vielklang.places.place import Place

BERLIN = ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 23, 10, 0, tzinfo=BERLIN)
KLEVE = Place(PlaceKind.POSTCODE, "05154036", "Kleve", "47533 Kleve", 51.79, 6.13, "05154", "47533")

GERMAN = TextDraft(
    language="de",
    title="Griffbereit: Spielgruppe für Eltern und Kinder",
    summary="Einmal pro Woche spielen, singen und sprechen Sie mit Ihrem Kind.",
    description="Sie kommen zusammen mit Ihrem Kind in eine kleine Gruppe.\nWir singen, malen und spielen.",
    how_to_join="Rufen Sie an. Wir sagen Ihnen, in welcher Gruppe ein Platz frei ist.",
    bring="Bequeme Kleidung und Hausschuhe für Ihr Kind.",
    conditions="Das Kind ist zwischen 1 und 3 Jahre alt.",
    costs="Die Gruppe kostet nichts.",
)
ARABIC = TextDraft(
    language="ar",
    title="مجموعة Griffbereit: لعب للأهل والأطفال",
    summary="مرة كل أسبوع تلعبون وتغنّون وتتحدثون مع طفلكم.",
    description="تأتون مع طفلكم إلى مجموعة صغيرة.",
    how_to_join="اتصلوا بنا. نخبركم في أي مجموعة يوجد مكان.",
    bring="ملابس مريحة لطفلكم.",
    costs="المجموعة مجانية.",
)
UKRAINIAN = TextDraft(
    language="uk",
    title="Griffbereit: ігрова група для батьків і дітей",
    summary="Щотижня ви граєте, співаєте і розмовляєте зі своєю дитиною.",
    description="Ви приходите з дитиною до невеликої групи. Її ґанок – з пандусом, під’їзд зручний.",
)
KURMANCI = TextDraft(
    language="ku",
    title="Griffbereit: koma lîstikê ji bo dê û bavan û zarokan",
    summary="Heftê carekê hûn bi zarokê xwe re dilîzin, stranan dibêjin û diaxivin.",
    description="Hûn bi zarokê xwe re tên komeke biçûk. Çêj, şîn, ûr, ênîşk, ıçğ.",
    status="machine",
)

FAMILY_CENTRE = PlaceDraft(
    name="Familienzentrum",
    street="Hagsche Straße 12",
    postcode="47533",
    town="Kleve",
    lat=51.781,
    lon=6.134,
    note="Eingang im Hof",
)


def make_centre() -> Centre:
    """The centre of the reference data, with contacts of its own for the test."""
    Centre.objects.filter(key="05154").update(phone="02821 85-0", email="ki@example.org", website="")
    return Centre.objects.get(key="05154")


def make_offer(
    centre: Centre,
    *texts: TextDraft,
    dates: tuple[DateDraft, ...] = (),
    hours: bool = True,
    confirmed: bool = True,
    **facts: object,
) -> Offer:
    """A published offer. `texts` default to German and Arabic."""
    organisation = create_organisation(
        by=SYSTEM,
        draft=OrganisationDraft(
            name="Familienzentrum Beispielstraße", kind="association", phone="+492821999990", centre=centre
        ),
    )
    values: dict[str, object] = {
        "kind": "group",
        "topics": ("parent-child-group", "early-language"),
        "delivery": ("on_site",),
        "area": "centre",
        "joining": "registration",
        "cost_kind": "free",
        "target_groups": ("parents", "children"),
        "age_from": Decimal("1.5"),
        "age_to": Decimal(3),
        "languages": ("de", "ar", "tr", "ku"),
        "interpreting": True,
        "childcare": "on_request",
        "step_free_entrance": "yes",
        "lift": "no",
        "documents": ("health_card",),
        "capacity": "few",
        "places": (FAMILY_CENTRE,),
        "hours": (
            HoursDraft(weekday=0, opens=dt.time(9), closes=dt.time(12)),
            HoursDraft(weekday=0, opens=dt.time(14), closes=dt.time(16)),
            HoursDraft(weekday=2, opens=dt.time(9), closes=dt.time(12)),
        )
        if hours
        else (),
        "dates": dates,
    }
    draft = OfferDraft(
        centre=centre, organisation=organisation, texts=texts or (GERMAN, ARABIC), **(values | facts)
    )
    offer = publish_offer(by=SYSTEM, offer=create_offer(by=SYSTEM, draft=draft, now=NOW), now=NOW)
    if not confirmed:
        return offer
    by = Actor(ActorKind.PERSON, "Familienzentrum")
    return confirm_offer(by=by, offer=offer, now=NOW - dt.timedelta(days=20))
