"""Addresses: log."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import log

urlpatterns: list[URLPattern | URLResolver] = [
    path("logboek/", log.overview, name="log"),
    path("logboek/download/", log.download, name="log_download"),
    path("logboek/controleren/", log.check, name="log_check"),
]
