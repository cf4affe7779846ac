"""Addresses: focus points of regions."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import focus, focus_files

HERE = "toewijzing/<int:year>/fase-2/aandachtspunten/"
ONE = f"{HERE}<str:key>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, focus.overview, name="focus_overview"),
    path(ONE, focus.one, name="focus"),
    path(f"{ONE}indienen/", focus.file, name="focus_file"),
    path(f"{ONE}ongewijzigd/", focus.unchanged, name="focus_unchanged"),
    path(f"{ONE}formulier.xlsx", focus_files.workbook, name="focus_workbook"),
    path(f"{ONE}inlezen/", focus_files.upload, name="focus_upload"),
    path(f"{ONE}bijlagen/<int:number>/", focus_files.attachment, name="focus_attachment"),
    path(
        f"{ONE}ronde-<int:round_number>/versie-<int:number>/ontvangstbewijs.pdf",
        focus_files.receipt_file,
        name="focus_receipt",
    ),
]
