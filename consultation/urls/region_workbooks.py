"""Addresses of phase III: the workbook of a region, and last year's places."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import previous_places, region_workbooks

HERE = "toewijzing/<int:year>/fase-3/oor/<str:key>/werkboek/"
ONE = f"{HERE}<int:number>/"
PREVIOUS = "toewijzing/<int:year>/fase-3/vorig-jaar/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, region_workbooks.page, name="region_workbook"),
    path(f"{HERE}verdeling.xlsx", region_workbooks.download, name="region_workbook_file"),
    path(ONE, region_workbooks.upload, name="region_upload"),
    path(f"{ONE}overnemen/", region_workbooks.accept, name="region_upload_accept"),
    path(f"{ONE}niet-gebruiken/", region_workbooks.drop, name="region_upload_drop"),
    path(f"{ONE}bestand.xlsx", region_workbooks.original, name="region_upload_file"),
    path(f"{ONE}met-fouten.xlsx", region_workbooks.with_faults, name="region_upload_annotated"),
    path(PREVIOUS, previous_places.page, name="previous_places"),
    path(f"{PREVIOUS}plaatsen.xlsx", previous_places.download, name="previous_places_file"),
    path(f"{PREVIOUS}inlezen/", previous_places.upload, name="previous_upload"),
    path(f"{PREVIOUS}vastleggen/", previous_places.confirm, name="previous_confirm"),
]
