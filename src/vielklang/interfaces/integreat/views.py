"""The addresses of the Integreat API. Each answer depends on path, query, public content and time alone."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import quoteattr

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import translation

from vielklang.interfaces import parameters
from vielklang.interfaces.door import open_data
from vielklang.interfaces.integreat import events as event_list
from vielklang.interfaces.integreat import feedback as reader_feedback
from vielklang.interfaces.integreat import news as news_list
from vielklang.interfaces.integreat import places, regions
from vielklang.interfaces.integreat.edition import Edition, edition_of
from vielklang.interfaces.integreat.openapi import document
from vielklang.interfaces.integreat.tree import Tree
from vielklang.interfaces.problems import BadParameter, problem
from vielklang.upkeep.limits import may_send_feedback
from vielklang.web.icons import all_icons
from vielklang.web.ready import keep, ready

MOST_LEVELS = 10
MOST_NEWS = 500


def answer(body: Any, edition: Edition | None = None) -> HttpResponse:
    """JSON in UTF-8; letters are not written as escapes, which would make Arabic three times as long."""
    response = JsonResponse(
        body, safe=False, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")}
    )
    if edition is not None:
        response.headers["Content-Language"] = edition.tag
    return response


def kept(request: HttpRequest, body: Any, edition: Edition) -> HttpResponse:
    """The same, kept until the centre publishes something or a date in it ends."""
    keep(request, centre=edition.centre.pk, until=edition.until)
    return answer(body, edition)


def path_of(request: HttpRequest) -> str:
    """`url`: the path of a page; raises `BadParameter` where it is missing or none."""
    path = parameters.text(request.GET, "url", longest=500)
    if not path:
        raise BadParameter("url", "is missing; it is the path of a page.")
    if not path.startswith("/"):
        raise BadParameter("url", "must be a path that begins with /.")
    return path


@open_data
@ready()
def region_list(request: HttpRequest) -> HttpResponse:
    return answer(regions.all_regions())


@open_data
@ready()
def region(request: HttpRequest, region: str) -> HttpResponse:
    return answer(regions.one_region(region))


@open_data
@ready()
def pages(request: HttpRequest, region: str, language: str) -> HttpResponse:
    edition = edition_of(region, language)
    with translation.override(edition.tag):
        tree = Tree(edition)
        return kept(request, tree.pages(tree.everything()), edition)


@open_data
@ready(query=("url", "depth"))
def children(request: HttpRequest, region: str, language: str) -> HttpResponse:
    """The page at `url` and `depth` levels below it; without `url` the first level and what is below."""
    edition = edition_of(region, language)
    depth = parameters.integer(request.GET, "depth", default=1, least=0, most=MOST_LEVELS)
    path = path_of(request) if request.GET.get("url") else ""
    with translation.override(edition.tag):
        tree = Tree(edition)
        if not path or path.strip("/") == edition.path().strip("/"):
            return kept(request, tree.pages(tree.below(tree.roots, depth - 1) if depth else []), edition)
        return kept(request, tree.pages(tree.below([tree.find(path)], depth)), edition)


@open_data
@ready(query=("url",))
def page(request: HttpRequest, region: str, language: str) -> HttpResponse:
    edition, path = edition_of(region, language), path_of(request)
    with translation.override(edition.tag):
        tree = Tree(edition)
        found = tree.pages([tree.find(path)])
    if not found:
        raise Http404("There is no page with this path here.")
    return kept(request, found[0], edition)


@open_data
@ready(query=("url",))
def parents(request: HttpRequest, region: str, language: str) -> HttpResponse:
    """From the first level down to the parent of the page at `url`."""
    edition, path = edition_of(region, language), path_of(request)
    with translation.override(edition.tag):
        tree = Tree(edition)
        return kept(request, tree.pages(tree.above(tree.find(path))), edition)


@open_data
@ready(query=("on_map",))
def locations(request: HttpRequest, region: str, language: str) -> HttpResponse:
    """All places stand on the map, so that `on_map=0` leaves none."""
    edition = edition_of(region, language)
    on_map = parameters.boolean(request.GET, "on_map", default=True)
    with translation.override(edition.tag):
        return kept(request, places.all_places(edition) if on_map else [], edition)


@open_data
@ready(query=("combine_recurring",))
def events(request: HttpRequest, region: str, language: str) -> HttpResponse:
    edition = edition_of(region, language)
    combined = parameters.boolean(request.GET, "combine_recurring")
    with translation.override(edition.tag):
        return kept(request, event_list.all_events(edition, combined=combined), edition)


@open_data
@ready(query=("source", "page", "size"))
def news(request: HttpRequest, region: str, language: str) -> HttpResponse:
    edition = edition_of(region, language)
    sources = [source for source in request.GET.getlist("source") if source]
    for source in sources:
        parameters.one_of({"source": source}, "source", news_list.SOURCES)
    page = parameters.integer(request.GET, "page", default=1, most=100_000)
    size = parameters.integer(request.GET, "size", default=20, most=MOST_NEWS)
    with translation.override(edition.tag):
        found = news_list.all_news(edition) if not sources or "local" in sources else []
    return kept(request, found[(page - 1) * size : page * size], edition)


@open_data
@ready()
def news_item(request: HttpRequest, region: str, language: str, news_id: str) -> HttpResponse:
    edition = edition_of(region, language)
    with translation.override(edition.tag):
        return kept(request, news_list.one_news(edition, news_id), edition)


@open_data
@ready()
def imprint(request: HttpRequest, region: str, language: str) -> HttpResponse:
    edition = edition_of(region, language)
    with translation.override(edition.tag):
        return kept(request, news_list.imprint(edition), edition)


@open_data(methods=("POST",))
def feedback(request: HttpRequest, region: str, language: str, kind: str) -> HttpResponse:
    """201 and an empty object. Whoever sends too much from one address gets 429; no address is kept."""
    edition = edition_of(region, language)
    message = reader_feedback.read(request, kind)
    if not may_send_feedback(request):
        response = problem(429, "Too much feedback from here. Please try again later.")
        response.headers["Retry-After"] = "1800"
        return response
    reader_feedback.store(message, edition)
    created = answer({}, edition)
    created.status_code = 201
    return created


@open_data
def offers(request: HttpRequest, region: str, language: str) -> HttpResponse:
    """The app's own kind of "offers" (forms and job boards of others): there are none."""
    return answer([], edition_of(region, language))


@open_data
def icon(request: HttpRequest, key: str) -> HttpResponse:
    """The sign of a life area, for the app's list of categories."""
    drawn = all_icons().get(key)
    if drawn is None or key not in places.SIGNS:
        raise Http404("There is no such sign.")
    body = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox={quoteattr(drawn.view_box)} fill="none" '
        f'stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">{drawn.shapes}</svg>'
    )
    return HttpResponse(body, content_type="image/svg+xml")


@open_data
def openapi(request: HttpRequest) -> HttpResponse:
    return answer(document())
