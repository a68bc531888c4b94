"""The index follows the offers; misses are counted without a person."""

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.offers.factories import ALICE, centre, organisation
from tests.search.conftest import COURSE, DEBTS
from vielklang.offers.actions import publish_offer, set_offer_text, suspend_offer
from vielklang.search import tasks
from vielklang.search.actions import count_miss, index_offers
from vielklang.search.models import EmbeddingCache, SearchDocument, SearchMiss, SearchPassage, SearchSignature
from vielklang.search.queries import SearchRequest, search_offers
from vielklang.search.synthesis import synthesize

pytestmark = pytest.mark.django_db


def test_indexing_again_writes_nothing(offers):
    assert index_offers(by=ALICE) == 0
    assert SearchDocument.objects.count() == 3


def test_changed_text_is_indexed_anew(offers):
    before = SearchDocument.objects.get(offer=offers["debts"]).fingerprint
    set_offer_text(by=ALICE, offer=offers["debts"], text=COURSE)
    assert index_offers(by=ALICE) == 1
    assert SearchDocument.objects.get(offer=offers["debts"]).fingerprint != before


def test_equal_texts_are_encoded_once(publish):
    publish(DEBTS, "debt-advice")
    count = EmbeddingCache.objects.count()
    publish(DEBTS, "debt-advice")
    assert EmbeddingCache.objects.count() == count > 0
    assert len(set(SearchDocument.objects.values_list("text_key", flat=True))) == 1


def test_embedded_text_names_no_organisation(publish):
    publish(DEBTS, "debt-advice")
    document = SearchDocument.objects.get()
    assert "beispielverein" in document.names
    count = EmbeddingCache.objects.count()
    publish(DEBTS, "debt-advice", organisation=organisation(name="Ein anderer Verein"))
    assert EmbeddingCache.objects.count() == count


def test_every_passage_has_its_signature(offers):
    assert SearchSignature.objects.count() == SearchPassage.objects.count() >= 3
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM search_searchpassage p JOIN search_searchsignature s USING (document_id)"
            " WHERE binary_quantize(p.embedding) = s.bits"
        )
        assert cursor.fetchone()[0] >= SearchPassage.objects.count()


def test_progress_is_told(offers):
    told = []
    index_offers(by=ALICE, progress=lambda done, total: told.append((done, total)))
    assert told == [(3, 3)]


def test_unpublished_offers_leave_the_index(offers):
    suspend_offer(by=ALICE, offer=offers["course"], reason="Beispiel")
    index_offers(by=ALICE, offer_ids=None)
    assert set(SearchDocument.objects.values_list("offer_id", flat=True)) == {
        offers["debts"].pk,
        offers["pregnancy"].pk,
    }
    publish_offer(by=ALICE, offer=offers["course"])
    assert index_offers(by=ALICE, offer_ids=[offers["course"].pk]) == 1


@pytest.mark.django_db(transaction=True)
def test_changed_offer_is_indexed_in_the_background(offers):
    suspend_offer(by=ALICE, offer=offers["debts"], reason="Beispiel")
    jobs = ProcrastinateJob.objects.filter(task_name="search.index_offers")
    assert [offers["debts"].pk] in [job.args["offer_ids"] for job in jobs]
    tasks.index_offers([offers["debts"].pk])
    assert not SearchDocument.objects.filter(offer=offers["debts"]).exists()


def test_search_without_result_is_counted_by_a_task_only(offers, kleve):
    search_offers(SearchRequest(text="Qwxzptk", language="de", place=kleve, centre_id=centre().pk))
    assert not SearchMiss.objects.exists(), "a page that is read writes nothing itself"
    job = ProcrastinateJob.objects.get(task_name="search.count_miss")
    assert job.args == {"word": "qwxzptk", "language": "de", "centre_id": centre().pk}
    for _ in range(2):
        tasks.count_miss(**job.args)
    miss = SearchMiss.objects.get()
    assert (miss.word, miss.language, miss.centre, miss.count) == ("qwxzptk", "de", centre(), 2)


@pytest.mark.parametrize("text", ["qwxz ptk 0157 1234567", "qwxz ptk vbn mkl and more words", ""])
def test_what_could_tell_who_asks_is_not_counted(text, offers, kleve):
    search_offers(SearchRequest(text=text, language="de", place=kleve, centre_id=centre().pk))
    assert not ProcrastinateJob.objects.filter(task_name="search.count_miss").exists()


def test_miss_of_an_unknown_centre_is_counted_without_it():
    count_miss(by=ALICE, word="hund", language="de", centre_id=10**9)
    assert SearchMiss.objects.get().centre is None


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.owner
def test_synthesized_offers_are_found(kleve):
    assert synthesize(by=ALICE, offers=120, seed=7, languages=3, evenly=True) == 120
    response = search_offers(SearchRequest(text="Schulden", language="de"))
    assert response.total > 0
    assert index_offers(by=ALICE) >= 0
    assert SearchDocument.objects.count() == 120
