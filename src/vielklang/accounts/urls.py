"""Addresses of the areas' shell and of accounts."""

from django.urls import path

from vielklang.accounts.views import account, areas, operation

app_name = "accounts"
urlpatterns = [
    path("desk/", areas.choose, name="choose"),
    path("desk/<slug:centre>/", areas.desk_start, name="desk"),
    path("desk/<slug:centre>/search/", areas.desk_search, name="search"),
    path("partner/<uuid:organisation>/", areas.partner_start, name="partner"),
    path("operation/", operation.overview, name="operation"),
    path("account/second-factor/", account.second_factor, name="second_factor"),
    path("account/language/", account.set_language, name="language"),
]
