"""What happened in phase III, in words: see log_texts.py."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

REGIONS: dict[str, str | Promise] = {
    "preliminary.established": pgettext_lazy("log", "established the preliminary proposal"),
    "workbook.uploaded": pgettext_lazy("log", "uploaded a workbook of a region"),
    "workbook.accepted": pgettext_lazy("log", "took a workbook over in the division of a region"),
    "workbook.dropped": pgettext_lazy("log", "did not use a workbook of a region"),
    "previous.added": pgettext_lazy("log", "brought in last year’s places per institution"),
    "division.changed": pgettext_lazy("log", "worked on the division of a region"),
    "division.filled": pgettext_lazy("log", "took numbers over in the division of a region"),
    "capacity.set": pgettext_lazy("log", "set capacity frames of a cluster"),
    "recognition.reported": pgettext_lazy("log", "reported a change of a recognition"),
    "recognition.confirmed": pgettext_lazy("log", "confirmed a reported change of a recognition"),
    "recognition.refused": pgettext_lazy(
        "log", "did not accept a reported change of a recognition"
    ),
    "signing.opened": pgettext_lazy("log", "opened a sheet to sign"),
    "signing.closed": pgettext_lazy("log", "closed a sheet to sign"),
    "signing.signed": pgettext_lazy("log", "signed"),
    "signing.dissented": pgettext_lazy("log", "did not sign, with another view"),
    "signing.confirmed": pgettext_lazy("log", "confirmed a signature that was brought in"),
    "signing.refused": pgettext_lazy("log", "did not accept a signature that was brought in"),
    "signing.corrected": pgettext_lazy("log", "corrected who signs"),
    "signing.link_sent": pgettext_lazy("log", "sent a personal link to sign"),
    "signing.link_revoked": pgettext_lazy("log", "withdrew a personal link to sign"),
    "signing.link_opened": pgettext_lazy(
        "log", "looked at a personal link to sign for the first time"
    ),
    "cluster.file": pgettext_lazy("log", "filed a proposal of a cluster"),
    "cluster.replace": pgettext_lazy("log", "replaced a proposal of a cluster"),
    "cluster.return": pgettext_lazy("log", "sent a proposal of a cluster back"),
    "cluster.taken_over": pgettext_lazy("log", "took a proposal of a cluster over"),
    "board_meeting.recorded": pgettext_lazy("log", "recorded a meeting of a general board"),
    "region_proposal.adopt": pgettext_lazy("log", "adopted the proposal of a region"),
    "region_proposal.replace": pgettext_lazy("log", "replaced a version of a region’s proposal"),
    "region_proposal.submit": pgettext_lazy("log", "submitted the proposal of a region"),
    "region_proposal.return": pgettext_lazy("log", "sent the proposal of a region back"),
    "region_proposal.establish": pgettext_lazy(
        "log", "took the proposal of a region over in the preliminary proposal"
    ),
    "region_leave.granted": pgettext_lazy("log", "let a region submit after the deadline"),
    "mediation.request": pgettext_lazy("log", "asked for mediation"),
    "mediation.accept": pgettext_lazy("log", "took a request for mediation up"),
    "mediation.refuse": pgettext_lazy("log", "did not take a request for mediation up"),
    "mediation.withdraw": pgettext_lazy("log", "withdrew a request for mediation"),
    "mediation.agree": pgettext_lazy("log", "recorded consensus in a mediation"),
    "mediation.differ": pgettext_lazy("log", "recorded a mediation without consensus"),
    "mediation.party_added": pgettext_lazy("log", "added parties to a mediation"),
    "mediation.party_dropped": pgettext_lazy("log", "took a party out of a mediation"),
    "mediation.chair_taken": pgettext_lazy("log", "took the chair of a mediation"),
    "mediation.session_planned": pgettext_lazy("log", "planned a mediation session"),
    "mediation.session_moved": pgettext_lazy("log", "moved a mediation session"),
    "mediation.session_cancelled": pgettext_lazy("log", "cancelled a mediation session"),
    "mediation.session_held": pgettext_lazy("log", "recorded a mediation session"),
    "mediation.record_changed": pgettext_lazy("log", "mended the record of a mediation session"),
    "mediation.documents_added": pgettext_lazy("log", "added documents to a mediation"),
}
