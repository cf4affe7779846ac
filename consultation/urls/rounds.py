"""Addresses: rounds."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import rounds

HERE = "toewijzing/<int:year>/fase-2/consultatie/"
ONE = f"{HERE}ronde-<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, rounds.overview, name="rounds"),
    path(f"{HERE}nieuw/", rounds.prepare, name="round_prepare"),
    path(ONE, rounds.one, name="round"),
    path(f"{ONE}brief/", rounds.letter, name="round_letter"),
    path(f"{ONE}openen/", rounds.open_one, name="round_open"),
    path(f"{ONE}annuleren/", rounds.cancel, name="round_cancel"),
    path(f"{ONE}uitstel/", rounds.leave, name="round_leave"),
]
