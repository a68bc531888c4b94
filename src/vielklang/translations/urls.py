"""Addresses of this room."""

from django.urls import path, register_converter

from vielklang.translations import converters
from vielklang.translations.views.desk import board, editor, glossary, taking

register_converter(converters.TextLanguageConverter, "text_language")
register_converter(converters.WorkConverter, "work")

app_name = "translations"
_TEXT = "desk/<slug:centre>/translations/<text_language:language>/<work:work>/"
urlpatterns = [
    path("desk/<slug:centre>/translations/", board.overview, name="desk_overview"),
    path("desk/<slug:centre>/translations/<text_language:language>/", board.board, name="desk_board"),
    path("desk/<slug:centre>/translations/<text_language:language>/ask/", board.ask, name="desk_ask"),
    path(
        "desk/<slug:centre>/translations/requests/<uuid:public_id>/withdraw/",
        board.withdraw,
        name="desk_withdraw",
    ),
    path(_TEXT, editor.edit, name="desk_edit"),
    path(f"{_TEXT}keep/", editor.keep, name="desk_keep"),
    path(f"{_TEXT}fill/", editor.fill, name="desk_fill"),
    path(f"{_TEXT}discard/", editor.discard, name="desk_discard"),
    path(f"{_TEXT}send-back/", editor.send_back, name="desk_send_back"),
    path("desk/<slug:centre>/glossary/", glossary.glossary, name="desk_glossary"),
    path("desk/<slug:centre>/glossary/export.csv", glossary.export, name="desk_glossary_export"),
    path("desk/<slug:centre>/glossary/add/", glossary.add, name="desk_term_add"),
    path("desk/<slug:centre>/glossary/<uuid:public_id>/", glossary.change, name="desk_term"),
    path("desk/<slug:centre>/glossary/<uuid:public_id>/remove/", glossary.remove, name="desk_term_remove"),
    path("desk/<slug:centre>/take-over/", taking.search, name="desk_take_over"),
    path("desk/<slug:centre>/take-over/<uuid:offer>/<uuid:source>/", taking.take, name="desk_take_over_text"),
    path("desk/<slug:centre>/take-over/<uuid:adoption>/", taking.changed, name="desk_adoption"),
]
