"""All addresses of the portal."""

from django.urls import include, path

urlpatterns = [
    path("", include("bols_portal.accounts.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("allocation.urls")),
]
