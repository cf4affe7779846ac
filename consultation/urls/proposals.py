"""Addresses: versions of the integral proposal."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import proposal_submit, proposals

HERE = "toewijzing/<int:year>/fase-2/voorstel/"
ONE = f"{HERE}<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, proposals.overview, name="proposals"),
    path(f"{HERE}vergelijken/", proposals.differences, name="proposal_compare"),
    path(ONE, proposals.one, name="proposal"),
    path(f"{ONE}indienen/", proposal_submit.submit, name="proposal_submit"),
    path(f"{ONE}intrekken/", proposal_submit.withdraw, name="proposal_withdraw"),
    path(f"{ONE}voorstel.xlsx", proposals.download, name="proposal_download"),
]
