"""Addresses: usage."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import usage, usage_files, usage_tables, usage_work

BASE = "toewijzing/<int:year>/fase-1/zorggebruik/"
ONE = BASE + "import/<int:number>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(BASE, usage.overview, name="usage"),
    path(BASE + "<str:source>/uploaden/", usage_work.upload, name="usage_upload"),
    path(BASE + "<str:source>/sjabloon/", usage_files.template, name="usage_template"),
    path(ONE, usage.detail, name="usage_import"),
    path(ONE + "instellingen/", usage_tables.institutions, name="usage_institutions"),
    path(
        ONE + "instellingen/<str:code>/",
        usage_tables.institution,
        name="usage_institution",
    ),
    path(ONE + "verschillen/", usage_tables.changes, name="usage_changes"),
    path(ONE + "bestand/", usage_files.delivery, name="usage_delivery"),
    path(ONE + "fouten/", usage_files.faults, name="usage_faults"),
    path(ONE + "tabel/", usage_files.table, name="usage_table"),
    path(ONE + "accepteren/", usage_work.accept, name="usage_accept"),
    path(ONE + "afwijzen/", usage_work.reject, name="usage_reject"),
    path(ONE + "opnieuw/", usage_work.again, name="usage_again"),
]
