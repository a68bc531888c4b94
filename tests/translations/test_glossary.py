"""Terms: which hold, how they are found, what is missed in a translation."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tests.translations.factories import make_term
from vielklang.core.actor import SYSTEM
from vielklang.translations import actions
from vielklang.translations.glossary import Term, highlighted, terms_in, terms_of, warnings_of
from vielklang.translations.models import GlossaryTerm

JOBCENTER = Term("Jobcenter", "Jobcenter", True)
KI = Term("KI", "KI", True)
COURSE = Term("Integrationskurs", "دورة الاندماج", False)
TERMS = [COURSE, JOBCENTER, KI]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Briefe des Jobcenters", [JOBCENTER]),
        ("Ein Integrationskurs im KI, beim Jobcenter", [COURSE, KI, JOBCENTER]),
        ("Jobcenterbrief", []),
        ("ki im Kino", []),
        ("die Integrationskurse", [COURSE]),
    ],
)
def test_terms_are_whole_words_with_german_endings(text, found):
    assert terms_in(text, TERMS) == found


def test_missing_words_are_warned_of_in_written_fields_alone():
    source = {"title": "Jobcenter", "summary": "Integrationskurs", "bring": "Jobcenter"}

    warned = warnings_of(source, {"title": "مركز العمل", "summary": "دورة الاندماج", "bring": ""}, TERMS)

    assert [(one.field, one.term) for one in warned] == [("title", JOBCENTER)]


def test_marked_text_is_escaped():
    assert highlighted("<b>Jobcenter</b> & KI", TERMS) == (
        "&lt;b&gt;<mark>Jobcenter</mark>&lt;/b&gt; &amp; <mark>KI</mark>"
    )


def test_statewide_terms_are_there_and_a_centres_own_wins(home):
    assert GlossaryTerm.objects.filter(centre=None).count() >= 25
    assert "Jobcenter" in {term.term for term in terms_of(home.home, "ar") if term.is_kept}

    make_term(home.home, "Jobcenter", "fixed", ar="مركز العمل")

    own = {term.term: term.word for term in terms_of(home.home, "ar")}
    foreign = {term.term: term.word for term in terms_of(home.foreign, "ar")}
    assert (own["Jobcenter"], foreign["Jobcenter"]) == ("مركز العمل", "Jobcenter")


def test_a_term_stands_once_in_a_glossary(home):
    make_term(home.home, "Elterncafé")

    with pytest.raises(ValidationError):
        make_term(home.home, "elterncafé")
    make_term(home.foreign, "Elterncafé")


def test_loading_again_writes_nothing(home):
    assert actions.load_glossary(by=SYSTEM) == 0


def test_loading_mends_a_statewide_term_and_leaves_own_ones(home):
    own = make_term(home.home, "Elterncafé")
    GlossaryTerm.objects.filter(centre=None, term="Jobcenter").update(note="anders")
    GlossaryTerm.objects.create(term="Veraltet", kind="keep", updated_by="Beispiel")

    assert actions.load_glossary(by=SYSTEM) == 1

    assert not GlossaryTerm.objects.filter(term="Veraltet").exists()
    assert GlossaryTerm.objects.filter(pk=own.pk).exists()
