"""Addresses: the decided distribution, for all parties."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import decided

HERE = "toewijzing/<int:year>/fase-2/verdeling/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, decided.page, name="decided"),
    path(f"{HERE}verdeling.xlsx", decided.download, name="decided_download"),
]
