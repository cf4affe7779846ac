"""Addresses: the preliminary proposal, from the seven regions to the letter of an institution."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import (
    preliminary,
    preliminary_decide,
    preliminary_letter,
    preliminary_sheet,
    preliminary_table,
    preliminary_why,
)

PHASE = "toewijzing/<int:year>/fase-3/"
HERE = f"{PHASE}voorlopig-voorstel/"
DECISION = f"{PHASE}besluit/"
CELL = "<str:region>/<str:code>/<str:institution>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, preliminary.page, name="preliminary"),
    path(f"{HERE}tabel/", preliminary_table.page, name="preliminary_table"),
    path(f"{HERE}tabel/{CELL}", preliminary_why.cell, name="preliminary_why"),
    path(f"{HERE}tabel.xlsx", preliminary_table.download, name="preliminary_download"),
    path(f"{HERE}brief/<str:code>/", preliminary_letter.page, name="preliminary_letter"),
    path(
        f"{HERE}brief/<str:code>/brief.pdf",
        preliminary_letter.download,
        name="preliminary_letter_download",
    ),
    path(DECISION, preliminary_decide.decide, name="preliminary_decide"),
    path(f"{DECISION}oor/<str:key>/", preliminary_decide.region, name="preliminary_region"),
    path(f"{DECISION}<int:number>/", preliminary_sheet.one, name="preliminary_decision"),
    path(f"{DECISION}<int:number>/stem/", preliminary_sheet.vote_on, name="preliminary_vote"),
]
