"""Addresses: messages that one got, and the outbox of the bureau."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import mailings, messages

urlpatterns: list[URLPattern | URLResolver] = [
    path("berichten/", messages.overview, name="messages"),
    path("berichten/<int:pk>/", messages.message, name="message"),
    path("berichten/<int:pk>/bijlage-<int:number>.pdf", messages.enclosure, name="enclosure"),
    path("berichten/verzendingen/<int:year>/", mailings.overview, name="mailings"),
    path("berichten/verzending/<int:pk>/", mailings.mailing, name="mailing"),
    path("berichten/verzending/<int:pk>/versturen/", mailings.release, name="mailing_release"),
    path("berichten/verzending/<int:pk>/annuleren/", mailings.cancel, name="mailing_cancel"),
    path(
        "berichten/verzending/<int:pk>/bericht/<int:message>/opnieuw/",
        mailings.retry,
        name="message_retry",
    ),
    path(
        "berichten/verzending/<int:pk>/bericht/<int:message>/bijlage-<int:number>.pdf",
        mailings.enclosure,
        name="mailing_enclosure",
    ),
]
