"""All addresses of the portal."""

from django.urls import include, path

from bols_portal import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("bols_portal.accounts.urls")),
    path("", include("allocation.urls")),
    path("", include("consultation.urls")),
]
