"""Addresses of phase III: regions, their general boards and their proposals."""

from django.urls import URLPattern, URLResolver, path

from consultation.views import (
    board_meetings,
    region_adopt,
    region_proposals,
    region_submit,
    regions,
)

HERE = "toewijzing/<int:year>/fase-3/oor/"
ONE = f"{HERE}<str:key>/"
MEETINGS = f"{ONE}algemeen-bestuur/"
VERSION = f"{ONE}voorstel/<int:number>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(HERE, regions.overview, name="regions"),
    path(ONE, regions.one, name="region"),
    path(MEETINGS, board_meetings.overview, name="board_meetings"),
    path(f"{MEETINGS}nieuw/", board_meetings.record, name="board_meeting_record"),
    path(
        f"{MEETINGS}<int:number>/notulen.pdf", board_meetings.minutes, name="board_meeting_minutes"
    ),
    path(f"{ONE}vaststellen/", region_adopt.adopt, name="region_adopt"),
    path(f"{ONE}indienen/", region_submit.submit, name="region_submit"),
    path(f"{ONE}terugsturen/", region_submit.send_back, name="region_return"),
    path(f"{ONE}later-indienen/", region_submit.leave, name="region_leave"),
    path(VERSION, region_proposals.one, name="region_proposal"),
    path(f"{VERSION}ontvangstbewijs.pdf", region_proposals.receipt, name="region_receipt"),
]
