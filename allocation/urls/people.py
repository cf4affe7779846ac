"""Addresses: people."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import invitations, people

urlpatterns: list[URLPattern | URLResolver] = [
    path("beheer/mensen/", people.overview, name="people"),
    path("beheer/mensen/uitnodigen/", invitations.invite, name="invite_person"),
    path("beheer/mensen/<int:pk>/", people.detail, name="person"),
    path("beheer/mensen/<int:pk>/uitnodigen/", invitations.invite_again, name="invite_again"),
    path(
        "beheer/mensen/<int:pk>/uitnodiging-intrekken/",
        invitations.revoke_invitation,
        name="revoke_invitation",
    ),
    path("beheer/mensen/<int:pk>/rol-geven/", people.appoint, name="appoint"),
    path(
        "beheer/mensen/<int:pk>/rol/<int:membership>/beeindigen/",
        people.end_role,
        name="end_role",
    ),
    path("beheer/mensen/<int:pk>/sluiten/", people.close_account, name="close_account"),
    path("beheer/mensen/<int:pk>/heropenen/", people.reopen_account, name="reopen_account"),
]
