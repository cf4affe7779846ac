"""Addresses of allocation, one file an area."""

from django.urls import include, path

AREAS = (
    "home",
    "people",
    "cycles",
    "intake",
    "assignment",
    "usage",
    "calculations",
    "decisions",
    "phases",
    "messages",
    "log",
    "demo",
)

urlpatterns = [path("", include(f"allocation.urls.{area}")) for area in AREAS]
