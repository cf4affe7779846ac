"""Addresses: meetings."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import meetings

HERE = "toewijzing/<int:year>/fase-2/raad-opleiding/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, meetings.overview, name="meetings"),
    path(f"{HERE}nieuw/", meetings.record, name="meeting_record"),
    path(f"{HERE}<int:number>/notulen.pdf", meetings.minutes, name="meeting_minutes"),
]
