"""Addresses of this room."""

from django.urls import include, path, re_path

from vielklang.guide.converters import LanguageConverter
from vielklang.interfaces.views import embedding, exports, imports, public_developers

app_name = "interfaces"
_RUN = "desk/<slug:centre>/import/<uuid:public_id>/"
urlpatterns = [
    path("desk/<slug:centre>/import/", imports.overview, name="import"),
    path("desk/<slug:centre>/import/template.<str:form>", imports.template, name="import_template"),
    path(_RUN, imports.show, name="import_run"),
    path(f"{_RUN}progress/", imports.progress, name="import_progress"),
    path(f"{_RUN}problems.csv", imports.problems, name="import_problems"),
    path(f"{_RUN}choose/", imports.choose, name="import_choose"),
    path(f"{_RUN}start/", imports.start, name="import_start"),
    path(f"{_RUN}discard/", imports.discard, name="import_discard"),
    path(f"{_RUN}undo/", imports.undo, name="import_undo"),
    path("desk/<slug:centre>/embed/", embedding.desk_embed, name="desk_embed"),
    path("desk/<slug:centre>/export/", exports.overview, name="export"),
    path("desk/<slug:centre>/export/offers/<slug:form>/", exports.offers, name="export_offers"),
    path(
        "desk/<slug:centre>/export/organisations/<slug:form>/",
        exports.organisations,
        name="export_organisations",
    ),
    re_path(
        rf"^(?P<language>{LanguageConverter.regex})/developers/$",
        public_developers.developers,
        name="developers",
    ),
    path("", include("vielklang.interfaces.embed.urls")),
    path("", include("vielklang.interfaces.hsds.urls")),
    path("", include("vielklang.interfaces.integreat.urls")),
    path("", include("vielklang.interfaces.feeds.urls")),
]
