"""Addresses of the calculation of the base distribution."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import calculations, explanations

BASE = "toewijzing/<int:year>/fase-1/berekening/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(BASE, calculations.overview, name="calculations"),
    path(f"{BASE}vergelijken/", calculations.compare, name="calculation_compare"),
    path(f"{BASE}<int:number>/", calculations.detail, name="calculation"),
    path(f"{BASE}<int:number>/stappen/", explanations.steps, name="calculation_steps"),
    path(
        f"{BASE}<int:number>/cel/<slug:code>/<slug:region>/",
        explanations.cell,
        name="calculation_cell",
    ),
    path(f"{BASE}<int:number>/tabel/<slug:name>/", explanations.table, name="calculation_table"),
    path(f"{BASE}<int:number>/download/", calculations.download, name="calculation_download"),
    path(
        f"{BASE}<int:number>/dossier/<slug:part>.json",
        explanations.dossier,
        name="calculation_dossier",
    ),
]
