"""Addresses: opening a cycle, its protocol, its dates, and its lists of tables and documents."""

from django.urls import URLPattern, URLResolver, path

from allocation.views import agenda, calendars, cycles, documents

HERE = "toewijzing/<int:year>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path("toewijzing/nieuw/", cycles.new_cycle, name="new_cycle"),
    path("toewijzing/nieuw/<slug:key>/", cycles.open_one, name="open_cycle"),
    path(HERE + "protocol/", cycles.protocol, name="protocol"),
    path(HERE + "protocol.toml", cycles.protocol_file, name="protocol_file"),
    path(HERE + "agenda/", agenda.agenda, name="agenda"),
    path(HERE + "agenda.ics", calendars.cycle_calendar, name="agenda_file"),
    path(HERE + "agenda/<slug:key>/", agenda.deadline, name="deadline"),
    path(HERE + "agenda/<slug:key>/verplaatsen/", agenda.move, name="move_deadline"),
    path(HERE + "tabellen/", documents.tables, name="tables"),
    path(HERE + "documenten/", documents.documents, name="documents"),
    path("agenda/abonnement/", calendars.subscription, name="calendar_subscription"),
    path("agenda/<str:token>.ics", calendars.feed, name="calendar_feed"),
]
