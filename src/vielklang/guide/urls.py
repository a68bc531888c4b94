"""The guide's addresses: /<language>/<what>/, readable and the same in every language."""

from django.urls import path

from vielklang.guide import converters  # noqa: F401 (registered there)
from vielklang.guide.views import (
    centres,
    desk,
    downloads,
    feedback,
    offers,
    organisations,
    pages,
    partner,
    places,
    pwa,
    reports,
    search,
)

app_name = "guide"
_PREVIEW = "{}/preview/<uuid:public_id>/<language:language>/"
urlpatterns = [
    path("", pages.languages, name="languages"),
    path("service-worker.js", pwa.service_worker, name="service_worker"),
    path("robots.txt", pages.robots, name="robots"),
    path(_PREVIEW.format("desk/<slug:centre>"), desk.preview, name="desk_preview"),
    path(_PREVIEW.format("desk/<slug:centre>") + "page/", desk.preview_page, name="desk_preview_page"),
    path(_PREVIEW.format("partner/<uuid:organisation>"), partner.preview, name="partner_preview"),
    path(
        _PREVIEW.format("partner/<uuid:organisation>") + "page/",
        partner.preview_page,
        name="partner_preview_page",
    ),
    path("<language:language>/", pages.start, name="start"),
    path("<language:language>/manifest.webmanifest", pwa.manifest, name="manifest"),
    path("<language:language>/offline/", pwa.offline, name="offline"),
    path("<language:language>/place/", places.choose, name="place"),
    path("<language:language>/locate/", places.locate, name="locate"),
    path("<language:language>/search/", search.results, name="search"),
    path("<language:language>/search/points.geojson", search.points, name="points"),
    path("<language:language>/topics/", pages.life_areas, name="life_areas"),
    path("<language:language>/topics/<slug:area>/", pages.life_area, name="life_area"),
    path("<language:language>/offer/<uuid:public_id>/", offers.offer, name="offer"),
    path("<language:language>/offer/<uuid:public_id>/report/", reports.report, name="report"),
    path("<language:language>/offer/<uuid:public_id>/report/thanks/", reports.thanks, name="report_thanks"),
    path("<language:language>/offer/<uuid:public_id>/leaflet.pdf", downloads.leaflet, name="leaflet"),
    path("<language:language>/offer/<uuid:public_id>/dates.ics", downloads.calendar, name="calendar"),
    path("<language:language>/offer/<uuid:public_id>/qr.svg", downloads.qr, name="qr"),
    path(
        "<language:language>/organisation/<uuid:public_id>/", organisations.organisation, name="organisation"
    ),
    path("<language:language>/leaflets.pdf", downloads.leaflets, name="leaflets"),
    path("<language:language>/centres/", centres.all_centres, name="centres"),
    path("<language:language>/centres/areas.geojson", centres.areas, name="areas"),
    path("<language:language>/about/", pages.about, name="about"),
    path("<language:language>/imprint/", pages.imprint, name="imprint"),
    path("<language:language>/privacy/", pages.privacy, name="privacy"),
    path("<language:language>/accessibility/", feedback.accessibility, name="accessibility"),
    path("<language:language>/accessibility/thanks/", feedback.thanks, name="feedback_thanks"),
    path("<language:language>/<centre:slug>/", centres.centre, name="centre"),
    path("<language:language>/<centre:slug>/qr.svg", centres.qr, name="centre_qr"),
    path("<language:language>/<centre:slug>/saved/", pwa.saved, name="saved"),
    path("<centre:slug>/", centres.negotiate, name="negotiate"),
    path("<slug:unknown>/<path:rest>", pages.unknown_language, name="unknown_language"),
]
