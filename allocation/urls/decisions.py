"""Addresses: decisions of the board and their rectification."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import board, decisions, rectification

HERE = "toewijzing/<int:year>/fase-1/besluit/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, decisions.overview, name="decisions"),
    path(HERE + "nieuw/<slug:kind>/", decisions.prepare, name="decision_prepare"),
    path(HERE + "fout-gevonden/", rectification.error_found, name="error_found"),
    path(HERE + "rectificatie/", rectification.steps, name="rectification"),
    path(HERE + "rectificatie/stoppen/", rectification.keep, name="rectification_stop"),
    path(HERE + "<int:number>/", decisions.detail, name="decision"),
    path(HERE + "<int:number>/wijzigen/", decisions.revise, name="decision_revise"),
    path(HERE + "<int:number>/voorleggen/", decisions.put, name="decision_put"),
    path(HERE + "<int:number>/intrekken/", decisions.withdraw, name="decision_withdraw"),
    path(HERE + "<int:number>/stem/", board.vote_on, name="decision_vote"),
    path(HERE + "<int:number>/notulen/", board.minutes, name="decision_minutes"),
]
