"""Addresses of phase III: signing."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import sheets, sign_link, sign_page

HERE = "toewijzing/<int:year>/fase-3/ondertekenen/"
SHEET = f"{HERE}<str:code>/"
ONE = f"{SHEET}<str:institution>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("ondertekenen/<str:token>/", sign_link.page, name="sign_link"),
    path("ondertekenen/<str:token>/verslag.pdf", sign_link.report, name="sign_link_report"),
    path(HERE, sheets.mine, name="my_signatures"),
    path(SHEET, sheets.sheet, name="sheet"),
    path(f"{SHEET}wie/", sheets.people, name="sheet_people"),
    path(f"{SHEET}versturen/", sheets.send, name="sheet_send"),
    path(ONE, sign_page.page, name="sign"),
    path(f"{ONE}intrekken/", sheets.revoke, name="sheet_revoke"),
    path(f"{ONE}e-mail/", sheets.record, name="sheet_email"),
]
