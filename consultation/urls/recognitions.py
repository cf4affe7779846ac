"""Addresses of phase III: reports of new and lapsed recognitions."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import recognitions

HERE = "toewijzing/<int:year>/fase-3/erkenningen/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, recognitions.overview, name="recognition_reports"),
    path(f"{HERE}melden/<str:key>/", recognitions.report, name="recognition_report"),
    path(f"{HERE}<int:number>/antwoord/", recognitions.reply, name="recognition_answer"),
]
