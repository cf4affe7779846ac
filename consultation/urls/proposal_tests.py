"""Addresses: the bureau's test of a proposal."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import proposal_tests

HERE = "toewijzing/<int:year>/fase-2/voorstel/<int:number>/toets/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, proposal_tests.page, name="proposal_test"),
    path(f"{HERE}<int:test>/verslag.pdf", proposal_tests.report_file, name="proposal_test_report"),
]
