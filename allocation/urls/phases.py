"""Addresses: the page of each phase."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import phases

urlpatterns: list[URLPattern | URLResolver] = [
    path("toewijzing/<int:year>/fase-<int:number>/", phases.phase, name="phase"),
]
