"""Addresses: the board's decision on the distribution over the regions."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import distribution, distribution_sheet

HERE = "toewijzing/<int:year>/fase-2/besluit/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, distribution.decide, name="distribution_decide"),
    path(HERE + "<int:number>/", distribution_sheet.one, name="distribution"),
    path(HERE + "<int:number>/stem/", distribution_sheet.vote_on, name="distribution_vote"),
]
