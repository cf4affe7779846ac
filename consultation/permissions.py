"""Who may do what in phases II and III. Nothing here looks at the calendar or at a status."""

from django.utils.translation import gettext_lazy as _

from allocation.models import Cluster, Cycle, Institution, Region, Specialism
from allocation.permissions import YES, Answer, answer
from allocation.roles import Right, Role
from allocation.selectors.memberships import holds_role
from allocation.selectors.rights import Person, has_right, held_on
from consultation.models import Signature, SigningSheet, SigningSlot
from consultation.selectors.mediation_people import capacities_of
from consultation.selectors.recognitions import trains_in

CONSULT = "Toewijzingsprotocol 2027, fase II 1"
COMPOSE = "Toewijzingsprotocol 2027, fase II 1.3"
DECIDE = "Toewijzingsprotocol 2027, fase II 2"
DIVIDE = "Toewijzingsprotocol 2027, fase III 1"
CLUSTERS = "Toewijzingsprotocol 2027, fase III 1.1"
BUNDLE = "Toewijzingsprotocol 2027, fase III 1.2"
SIGN = "Toewijzingsprotocol 2027, fase III 2"
ESTABLISH = "Toewijzingsprotocol 2027, fase III 3"


def may_file_focus(user: Person, region: Region) -> Answer:
    """Typing and filing focus points: the coordinators of that region."""
    return answer(
        has_right(user, Right.COORDINATE, region),
        _("Only the coordinator of this region files its focus points."),
        rule=CONSULT,
    )


def may_file_advice(user: Person, specialism: Specialism) -> Answer:
    """Typing and filing an advice: advisers of its association, or of VSG or NVvO."""
    allowed = has_right(user, Right.ADVISE, specialism) or any(
        has_right(user, Right.ADVISE, association) for association in specialism.associations.all()
    )
    return answer(
        allowed, _("Only the association of this specialism files its advice."), rule=CONSULT
    )


def may_read_filings(user: Person, cycle: Cycle) -> Answer:
    """What all parties filed: FMS, bureau, board members and auditors."""
    return answer(
        has_right(user, Right.COMPOSE, cycle) or has_right(user, Right.READ_DOSSIERS, cycle),
        _("Only FMS, the bureau, board members and auditors can see what others filed."),
        rule=CONSULT,
    )


def may_compose(user: Person, cycle: Cycle) -> Answer:
    """Working on the integral proposal and submitting it: FMS."""
    return answer(
        has_right(user, Right.COMPOSE, cycle),
        _("Only FMS composes the integral proposal."),
        rule=COMPOSE,
    )


def may_read_proposals(user: Person, cycle: Cycle) -> Answer:
    """Meetings, and the proposals that FMS submitted: FMS, bureau, board members, auditors."""
    return answer(
        has_right(user, Right.COMPOSE, cycle) or has_right(user, Right.READ_DOSSIERS, cycle),
        _("Only FMS, the bureau, board members and auditors can see how the proposal is made."),
        rule=COMPOSE,
    )


def may_propose_decision(user: Person, cycle: Cycle) -> Answer:
    """Writing what the board is asked to decide: the bureau, and each board member."""
    return answer(
        has_right(user, Right.RUN_PROCESS, cycle) or has_right(user, Right.VOTE, cycle),
        _("Only the bureau and board members can propose a decision."),
        rule=DECIDE,
    )


def may_divide(user: Person, region: Region) -> Answer:
    """Working on a region's division, adopting and submitting it: its coordinators."""
    return answer(
        has_right(user, Right.COORDINATE, region),
        _("Only the coordinator of this region can do this."),
        rule=BUNDLE,
    )


def may_read_division(user: Person, cycle: Cycle, region: Region) -> Answer:
    """A region's overview and work: its coordinators, the bureau, board members and auditors.

    Until the preliminary proposal no region sees another's.
    """
    return answer(
        has_right(user, Right.COORDINATE, region) or has_right(user, Right.READ_DOSSIERS, cycle),
        _("Only this region, the bureau, board members and auditors can see this."),
        rule=BUNDLE,
    )


def may_chair(user: Person, region: Region, specialism: Specialism) -> Answer:
    """Filing a cluster's proposal: its chair, or the coordinator, who calls the meeting of all
    trainers where several trainings are independent."""
    chaired = Cluster.objects.filter(
        pk__in=held_on(user, Right.CHAIR, Cluster), region=region, specialism=specialism
    )
    return answer(
        has_right(user, Right.COORDINATE, region) or chaired.exists(),
        _("Only the chair of this cluster and the coordinator of the region can do this."),
        rule=CLUSTERS,
    )


def may_read_cluster(user: Person, cycle: Cycle, region: Region, specialism: Specialism) -> Answer:
    """A filed proposal of a cluster: who may file it, its trainers, and who reads the region's."""
    trains = Cluster.objects.filter(
        pk__in=held_on(user, Right.TRAIN, Cluster), region=region, specialism=specialism
    )
    return answer(
        bool(may_chair(user, region, specialism))
        or bool(may_read_division(user, cycle, region))
        or trains.exists(),
        _("Only this cluster, its region, the bureau, board members and auditors can see this."),
        rule=CLUSTERS,
    )


def may_read_region_proposal(user: Person, cycle: Cycle, region: Region) -> Answer:
    """An adopted proposal of a region: also the administrators who are asked to sign it."""
    institutions = held_on(user, Right.SIGN, Institution)
    return answer(
        bool(may_read_division(user, cycle, region)) or trains_in(cycle, region, institutions),
        _("Only this region, the bureau, board members and auditors can see this."),
        rule=SIGN,
    )


def may_sign_for(user: Person, institution: Institution) -> Answer:
    """Signing a region's proposal, or withholding: an administrator, for the own institution."""
    return answer(
        has_right(user, Right.SIGN, institution),
        _("Only an administrator of this institution signs for it."),
        rule=SIGN,
    )


def may_sign_slot(user: Person, slot: SigningSlot) -> Answer:
    """Signing in the portal: for a region an administrator of that institution; for a cluster the
    trainer whose e-mail address stands at that institution."""
    sheet = slot.sheet
    if sheet.specialism_id is None:
        return may_sign_for(user, slot.institution)
    here = Cluster.objects.filter(
        pk__in=[*held_on(user, Right.TRAIN, Cluster), *held_on(user, Right.CHAIR, Cluster)],
        region=sheet.region_id,
        specialism=sheet.specialism_id,
    )
    own = bool(slot.email) and slot.email.lower() == getattr(user, "email", "").lower()
    return answer(
        own and here.exists(),
        _("Only the trainer of this institution signs for it."),
        rule=CLUSTERS,
    )


def may_manage_sheet(user: Person, sheet: SigningSheet) -> Answer:
    """Correcting who signs, sending links and reminders: the coordinator; for a cluster its chair
    too."""
    if sheet.specialism is None:
        return may_divide(user, sheet.region)
    return may_chair(user, sheet.region, sheet.specialism)


def may_bring_in(user: Person, sheet: SigningSheet) -> Answer:
    """Bringing in what somebody signed on paper or by e-mail: also the bureau."""
    if has_right(user, Right.RUN_PROCESS, sheet.cycle):
        return YES
    return may_manage_sheet(user, sheet)


def may_bring_file(user: Person, slot: SigningSlot) -> Answer:
    """Uploading a signed form: who signs it, and who may bring in what others signed."""
    own = may_sign_slot(user, slot)
    return own if own else may_bring_in(user, slot.sheet)


def may_check_signature(user: Person, signature: Signature) -> Answer:
    """Confirming what was brought in, or not: the bureau; for a cluster also the coordinator.
    Never who brought it in."""
    sheet = signature.slot.sheet
    if signature.by_id == getattr(user, "pk", None):
        return answer(False, _("You brought this in yourself: a colleague checks it."), rule=SIGN)
    confirms = has_right(user, Right.RUN_PROCESS, sheet.cycle) or (
        sheet.specialism_id is not None and has_right(user, Right.COORDINATE, sheet.region)
    )
    return answer(confirms, _("Only the bureau checks what was brought in."), rule=SIGN)


def may_read_signed_file(user: Person, signature: Signature) -> Answer:
    """The file with somebody's signature: who brought it in or may do so, the bureau, board members
    and auditors. It is not for other institutions."""
    sheet = signature.slot.sheet
    return answer(
        signature.by_id == getattr(user, "pk", None)
        or has_right(user, Right.READ_DOSSIERS, sheet.cycle)
        or bool(may_bring_file(user, signature.slot)),
        _("Only who brought this in, the bureau, board members and auditors can open this file."),
        rule=SIGN,
    )


def may_read_sheet(user: Person, sheet: SigningSheet) -> Answer:
    """Who signed and who did not, with views: who may read the proposal, and who is asked."""
    asked = sheet.slots.filter(institution__in=held_on(user, Right.SIGN, Institution))
    if sheet.specialism is not None:
        return may_read_cluster(user, sheet.cycle, sheet.region, sheet.specialism)
    if asked.exists():
        return YES
    return may_read_region_proposal(user, sheet.cycle, sheet.region)


def may_ask_mediation(user: Person, cycle: Cycle) -> Answer:
    """Asking for mediation: coordinators, administrators, cluster chairs and trainers."""
    return answer(
        bool(capacities_of(user, cycle)),
        _(
            "Only coordinators, administrators, cluster chairs and trainers ask for mediation, for "
            "their own region."
        ),
        rule=SIGN,
    )


def may_chair_mediation(user: Person, cycle: Cycle) -> Answer:
    """Taking the chair of a mediation: the secretaries of the bureau ("één van de secretarissen").

    Toewijzingsprotocol 2027, fase III 2, bemiddeling.
    """
    return answer(
        holds_role(user, Role.SECRETARY) and has_right(user, Right.RUN_PROCESS, cycle),
        _("Only a secretary of the bureau takes the chair of a mediation."),
        rule=SIGN,
    )
