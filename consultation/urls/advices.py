"""Addresses: advices."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import advice_files, advices

HERE = "toewijzing/<int:year>/fase-2/"
ONE = f"{HERE}advies/<str:code>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{HERE}advies/", advices.overview, name="advices"),
    path(f"{HERE}adviezen.xlsx", advice_files.download, name="advices_download"),
    path(ONE, advices.advice, name="advice"),
    path(f"{ONE}indienen/", advices.file, name="advice_file"),
    path(f"{ONE}ongewijzigd/", advices.unchanged, name="advice_unchanged"),
    path(f"{ONE}formulier.xlsx", advice_files.workbook, name="advice_workbook"),
    path(f"{ONE}inlezen/", advice_files.upload, name="advice_upload"),
    path(
        f"{ONE}ronde-<int:round_number>/versie-<int:number>/ontvangstbewijs.pdf",
        advice_files.receipt_file,
        name="advice_receipt",
    ),
]
