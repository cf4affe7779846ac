"""Addresses: suggestions."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import suggestions

HERE = "toewijzing/<int:year>/fase-2/passend-voorstel/"
ONE = f"{HERE}<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, suggestions.overview, name="suggestions"),
    path(ONE, suggestions.one, name="suggestion"),
    path(f"{ONE}overnemen/", suggestions.take, name="suggestion_take"),
    path(f"{ONE}<str:part>.json", suggestions.dossier, name="suggestion_dossier"),
    path(f"{ONE}<str:code>/<str:region>/", suggestions.cell, name="suggestion_cell"),
]
