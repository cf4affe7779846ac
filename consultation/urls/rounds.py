"""Addresses: rounds."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import round_opening, round_parties, rounds

HERE = "toewijzing/<int:year>/fase-2/consultatie/"
ONE = f"{HERE}ronde-<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, rounds.overview, name="rounds"),
    path(f"{HERE}nieuw/", rounds.prepare, name="round_prepare"),
    path(ONE, rounds.one, name="round"),
    path(f"{ONE}brief/", round_opening.letter, name="round_letter"),
    path(
        f"{ONE}brief/<str:kind>/<str:code>.pdf",
        round_opening.letter_file,
        name="round_letter_file",
    ),
    path(f"{ONE}herinnering/", round_parties.remind, name="round_remind"),
    path(f"{ONE}openen/", round_opening.open_one, name="round_open"),
    path(f"{ONE}annuleren/", rounds.cancel, name="round_cancel"),
    path(f"{ONE}uitstel/", round_parties.leave, name="round_leave"),
]
