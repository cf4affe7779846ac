"""What happened, in words: a sentence for each action code of the audit trail.

The texts follow the name of who did it: "Anna Vermeer *heeft ingelogd*". A code without a text is
shown as it is stored; a test sees to it that every code the portal writes has one.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from allocation.selectors.log_region_texts import REGIONS

_SESSION: dict[str, str | Promise] = {
    "session.signed_in": pgettext_lazy("log", "signed in"),
    "session.signed_out": pgettext_lazy("log", "signed out"),
    "session.failed": pgettext_lazy("log", "tried to sign in and failed"),
    "session.locked_out": pgettext_lazy("log", "was locked out after too many failures"),
    "password.changed": pgettext_lazy("log", "changed the own password"),
    "password.reset": pgettext_lazy("log", "chose a new password by a link"),
    "invitation.accepted": pgettext_lazy("log", "accepted the invitation"),
}
_PEOPLE: dict[str, str | Promise] = {
    "person.added": pgettext_lazy("log", "made an account"),
    "person.closed": pgettext_lazy("log", "closed an account"),
    "person.reopened": pgettext_lazy("log", "opened an account again"),
    "invitation.sent": pgettext_lazy("log", "sent an invitation"),
    "invitation.revoked": pgettext_lazy("log", "revoked an invitation"),
    "membership.appointed": pgettext_lazy("log", "gave a role"),
    "membership.ended": pgettext_lazy("log", "ended a role"),
}
_CYCLE: dict[str, str | Promise] = {
    "cycle.opened": pgettext_lazy("log", "opened a cycle"),
    "deadline.moved": pgettext_lazy("log", "moved a deadline"),
    "phase.plan": pgettext_lazy("log", "planned a phase"),
    "phase.open": pgettext_lazy("log", "opened a phase"),
    "phase.put": pgettext_lazy("log", "put the end of a phase to the board"),
    "phase.take_back": pgettext_lazy("log", "took a phase back from the board"),
    "phase.close": pgettext_lazy("log", "closed a phase"),
    "phase.reopen": pgettext_lazy("log", "opened a phase again"),
    "phase.keep": pgettext_lazy("log", "closed a phase again without a change"),
    "calendar_feed.made": pgettext_lazy("log", "made a calendar feed"),
    "calendar_feed.withdrawn": pgettext_lazy("log", "withdrew a calendar feed"),
}
_NUMBERS: dict[str, str | Promise] = {
    "intake.version_added": pgettext_lazy("log", "added a version of the national intake"),
    "institution.added": pgettext_lazy("log", "added an institution"),
    "institution.changed": pgettext_lazy("log", "changed an institution"),
    "assignment.version_added": pgettext_lazy("log", "added a version of the region assignment"),
    "assignment.upload": pgettext_lazy("log", "uploaded a region assignment"),
    "assignment.sent_to_check": pgettext_lazy("log", "sent the region assignment to be checked"),
    "assignment.send_to_check": pgettext_lazy("log", "sent the region assignment to be checked"),
    "assignment.lines_confirmed": pgettext_lazy("log", "confirmed lines of the region assignment"),
    "assignment.line_objected": pgettext_lazy("log", "objected to a line of the assignment"),
    "assignment.objection_answered": pgettext_lazy("log", "answered an objection"),
    "assignment.put": pgettext_lazy("log", "put the region assignment to the board"),
    "assignment.put_correction": pgettext_lazy("log", "put a correction of the assignment"),
    "assignment.correction_discarded": pgettext_lazy("log", "dropped a correction"),
    "assignment.take_back": pgettext_lazy("log", "took the assignment back from the board"),
    "assignment.establish": pgettext_lazy("log", "established the region assignment"),
    "assignment.established": pgettext_lazy("log", "established the region assignment"),
    "assignment.rectify": pgettext_lazy("log", "replaced the established assignment"),
    "assignment.replace": pgettext_lazy("log", "replaced a version of the assignment"),
    "late_change.proposed": pgettext_lazy("log", "proposed a change for a next cycle"),
    "late_change.listed": pgettext_lazy("log", "put a change on the list for a next cycle"),
    "late_change.declined": pgettext_lazy("log", "declined a change for a next cycle"),
    "usage.upload": pgettext_lazy("log", "uploaded care usage"),
    "usage.uploaded": pgettext_lazy("log", "uploaded care usage"),
    "usage.read": pgettext_lazy("log", "read an upload of care usage"),
    "usage.read_again": pgettext_lazy("log", "had care usage read again"),
    "usage.refuse": pgettext_lazy("log", "refused care usage because of faults"),
    "usage.accept": pgettext_lazy("log", "accepted care usage as the second employee"),
    "usage.reject": pgettext_lazy("log", "rejected care usage as the second employee"),
    "usage.replace": pgettext_lazy("log", "replaced care usage"),
    "usage.viewed": pgettext_lazy("log", "looked at care usage"),
    "usage.faults_viewed": pgettext_lazy("log", "looked at faults in care usage"),
    "usage.institutions_viewed": pgettext_lazy("log", "looked at care usage per institution"),
    "usage.institution_viewed": pgettext_lazy("log", "looked at care usage of an institution"),
    "usage.changes_viewed": pgettext_lazy("log", "compared two imports of care usage"),
    "usage.delivery_downloaded": pgettext_lazy("log", "downloaded a delivery of care usage"),
    "usage.faults_downloaded": pgettext_lazy("log", "downloaded faults in care usage"),
    "usage.table_downloaded": pgettext_lazy("log", "downloaded the table of care usage"),
    "calculation.requested": pgettext_lazy("log", "asked for a calculation"),
    "calculation.done": pgettext_lazy("log", "finished a calculation"),
    "calculation.viewed": pgettext_lazy("log", "looked at confidential numbers"),
}
_DECISIONS: dict[str, str | Promise] = {
    "decision.prepare": pgettext_lazy("log", "prepared a decision"),
    "decision.revise": pgettext_lazy("log", "changed a decision in preparation"),
    "decision.put": pgettext_lazy("log", "put a decision to the board"),
    "decision.voted": pgettext_lazy("log", "voted on a decision"),
    "decision.adopt": pgettext_lazy("log", "adopted a decision"),
    "decision.reject": pgettext_lazy("log", "rejected a decision"),
    "decision.withdraw": pgettext_lazy("log", "withdrew a decision"),
    "decision.replace": pgettext_lazy("log", "replaced a decision"),
    "framework.adopted": pgettext_lazy("log", "established the administrative framework"),
}
_CONSULTATION: dict[str, str | Promise] = {
    "round.prepare": pgettext_lazy("log", "prepared a consultation round"),
    "round.open": pgettext_lazy("log", "opened a consultation round"),
    "round.replace": pgettext_lazy("log", "replaced a consultation round"),
    "round.cancel": pgettext_lazy("log", "cancelled a consultation round"),
    "letter.saved": pgettext_lazy("log", "changed the letter of a consultation round"),
    "round.reminder": pgettext_lazy("log", "prepared a reminder in a consultation round"),
    "leave.granted": pgettext_lazy("log", "gave a party leave to file late"),
    "focus.filed": pgettext_lazy("log", "filed focus points"),
    "focus.confirmed": pgettext_lazy("log", "filed earlier focus points without a change"),
    "advice.filed": pgettext_lazy("log", "filed an advice"),
    "advice.confirmed": pgettext_lazy("log", "filed an earlier advice without a change"),
    "proposal.tested": pgettext_lazy("log", "tested the integral proposal"),
    "meeting.recorded": pgettext_lazy("log", "recorded a meeting of the Raad Opleiding"),
    "suggestion.computed": pgettext_lazy("log", "had the nearest fitting proposal computed"),
    "proposal.save": pgettext_lazy("log", "saved a version of the integral proposal"),
    "proposal.submit": pgettext_lazy("log", "submitted the integral proposal"),
    "proposal.withdraw": pgettext_lazy("log", "withdrew the integral proposal"),
    "proposal.return": pgettext_lazy("log", "sent the integral proposal back"),
    "proposal.decide": pgettext_lazy("log", "took the integral proposal over"),
    "proposal.set_aside": pgettext_lazy("log", "did not take the integral proposal over"),
    "distribution.adopted": pgettext_lazy("log", "decided on the distribution over the regions"),
    "workbench.begun": pgettext_lazy("log", "began with the integral proposal"),
    "workbench.changed": pgettext_lazy("log", "worked on the integral proposal"),
    "workbench.filled": pgettext_lazy("log", "took numbers over in the integral proposal"),
    "workbench.rebased": pgettext_lazy("log", "moved the proposal to the new base distribution"),
}
_MAIL: dict[str, str | Promise] = {
    "mailing.prepared": pgettext_lazy("log", "prepared a message"),
    "mailing.changed": pgettext_lazy("log", "changed the text of a message"),
    "mailing.released": pgettext_lazy("log", "released a message"),
    "mailing.cancelled": pgettext_lazy("log", "decided not to send a message"),
    "message.sent": pgettext_lazy("log", "sent a message"),
    "message.retried": pgettext_lazy("log", "had a failed message tried again"),
}
_LOG: dict[str, str | Promise] = {
    "log.downloaded": pgettext_lazy("log", "downloaded the log"),
    "log.verified": pgettext_lazy("log", "checked the whole log"),
}

# In groups, as the filter of the page shows them.
GROUPS: list[tuple[str | Promise, dict[str, str | Promise]]] = [
    (_("Signing in"), _SESSION),
    (_("People and roles"), _PEOPLE),
    (_("Cycle and phases"), _CYCLE),
    (_("Numbers"), _NUMBERS),
    (_("Decisions"), _DECISIONS),
    (_("Consultation"), _CONSULTATION),
    (_("Regions"), REGIONS),
    (_("Messages"), _MAIL),
    (_("Log"), _LOG),
]
LABELS: dict[str, str | Promise] = {
    code: text for _label, texts in GROUPS for code, text in texts.items()
}


def action_text(code: str) -> str:
    """What was done, as it follows the name of who did it; the code where no text is known."""
    return str(LABELS.get(code, code))
