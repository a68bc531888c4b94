"""All addresses of the installation; each area brings its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("vielklang.web.urls")),
    path("account/", include("vielklang.accounts.allauth_urls")),
    path("", include("vielklang.accounts.urls")),
    path("", include("vielklang.centres.urls")),
    path("", include("vielklang.organisations.urls")),
    path("", include("vielklang.offers.urls")),
    path("", include("vielklang.upkeep.urls")),
    path("", include("vielklang.translations.urls")),
    path("", include("vielklang.reporting.urls")),
    path("", include("vielklang.enquiries.urls")),
    path("", include("vielklang.interfaces.urls")),
    path("", include("vielklang.guide.urls")),  # last: it answers every other address
]
handler400 = "vielklang.guide.views.errors.bad_request"
handler403 = "vielklang.guide.views.errors.permission_denied"
handler404 = "vielklang.guide.views.errors.page_not_found"
handler500 = "vielklang.guide.views.errors.server_error"
handler429 = "vielklang.accounts.views.account.too_many_requests"  # asked for by allauth
