"""Addresses of phase III: mediations."""

from django.urls import URLPattern, path

from consultation.views import (
    mediation_parties,
    mediation_request,
    mediation_sessions,
    mediation_steps,
    mediations,
)

HERE = "toewijzing/<int:year>/fase-3/bemiddeling/"
ONE = f"{HERE}<int:number>/"
SESSION = f"{ONE}gesprek-<int:session>/"
urlpatterns: list[URLPattern] = [
    path(HERE, mediations.overview, name="mediations"),
    path(f"{HERE}aanvragen/", mediation_request.new, name="mediation_new"),
    path(ONE, mediations.one, name="mediation"),
    path(f"{ONE}ontvangstbewijs.pdf", mediations.receipt, name="mediation_receipt"),
    path(f"{ONE}stukken/", mediations.documents, name="mediation_documents"),
    path(f"{ONE}stukken/<int:pk>/", mediations.document, name="mediation_document"),
    path(f"{ONE}in-behandeling/", mediation_steps.accept, name="mediation_accept"),
    path(f"{ONE}niet-in-behandeling/", mediation_steps.refuse, name="mediation_refuse"),
    path(f"{ONE}voorzitter/", mediation_steps.chair, name="mediation_chair"),
    path(f"{ONE}uitkomst/", mediation_steps.outcome, name="mediation_outcome"),
    path(f"{ONE}intrekken/", mediation_steps.withdraw, name="mediation_withdraw"),
    path(f"{ONE}partijen/", mediation_parties.parties, name="mediation_parties"),
    path(f"{ONE}partijen/toevoegen/", mediation_parties.add, name="mediation_party_add"),
    path(
        f"{ONE}partijen/<int:party>/vervalt/", mediation_parties.drop, name="mediation_party_drop"
    ),
    path(f"{ONE}plannen/", mediation_sessions.plan, name="mediation_plan"),
    path(f"{SESSION}verplaatsen/", mediation_sessions.move, name="mediation_move"),
    path(f"{SESSION}afzeggen/", mediation_sessions.cancel, name="mediation_cancel"),
    path(f"{SESSION}uitnodigen/", mediation_sessions.invite, name="mediation_invite"),
    path(f"{SESSION}verslag/", mediation_sessions.record, name="mediation_record"),
]
