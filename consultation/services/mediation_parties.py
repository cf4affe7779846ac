"""Who takes part in a mediation, and who is in the chair.

Toewijzingsprotocol 2027, fase III 2: which parties take part is set in consultation between the
bureau and those concerned; one of its secretaries is in the chair.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from allocation.errors import Fault, FaultyInput, NotNow, Refused
from allocation.models import Institution
from allocation.permissions import may_run_process
from allocation.services import audit
from bols_portal.accounts.models import User
from consultation.models import Mediation, MediationParty
from consultation.permissions import SIGN, may_chair_mediation
from consultation.policies.mediations import may_work
from consultation.selectors.mediation_people import concerned_in, interests_of
from consultation.selectors.mediations import parties_of
from consultation.services.mediation_steps import changed, hold

LONGEST_NAME, LONGEST_ROLE, LONGEST_REASON = 150, 100, 300


@transaction.atomic
def add_concerned(
    *, mediation: Mediation, users: Collection[int], reason: str, seen: int, by: User, now: datetime
) -> list[MediationParty]:
    """Makes people of the suggested list parties, each as the role makes them concerned.

    `reason`: what was agreed on it, and with whom. Refused for anybody who isn't on that list.
    """
    held = _begin(mediation, seen, by)
    offered = {one.user.pk: one for one in concerned_in(held)}
    faults = []
    if not users or not set(users) <= set(offered):
        faults.append(Fault(_("Choose people of the list."), column="users"))
    faults += _reason_faults(reason)
    if faults:
        raise FaultyInput(_("No party was added."), faults, rule=SIGN)
    chosen = [one for pk, one in offered.items() if pk in set(users)]
    _refuse_interest(held, [one.institution for one in chosen])
    _refuse_chair(held, [one.user for one in chosen])
    made = [
        MediationParty.objects.create(
            mediation=held,
            institution=one.institution,
            user=one.user,
            name=str(one.user),
            role=one.capacity[:LONGEST_ROLE],
            reason=reason.strip(),
            added_at=now,
            added_by=by,
        )
        for one in chosen
    ]
    _added(held, made, by, now)
    return made


@transaction.atomic
def add_party(
    *,
    mediation: Mediation,
    name: str,
    email: str,
    role: str,
    institution: Institution | None,
    reason: str,
    seen: int,
    by: User,
    now: datetime,
) -> MediationParty:
    """Makes somebody a party by name and e-mail address.

    Where the address belongs to an account, that person can read the file in the portal. All
    faults at once.
    """
    held = _begin(mediation, seen, by)
    address = email.strip()
    faults = _person_faults(name, address, role) + _reason_faults(reason)
    user = User.objects.filter(email__iexact=address, is_active=True).first() if address else None
    known = {(one.user.email if one.user else one.email).lower() for one in parties_of(held)}
    if address.lower() in known:
        faults.append(Fault(_("This person is a party already."), column="email"))
    if faults:
        raise FaultyInput(_("No party was added."), faults, rule=SIGN)
    _refuse_interest(held, [institution])
    _refuse_chair(held, [user] if user else [])
    made = MediationParty.objects.create(
        mediation=held,
        institution=institution,
        user=user,
        name=str(user) if user else name.strip(),
        email=address,
        role=role.strip(),
        reason=reason.strip(),
        added_at=now,
        added_by=by,
    )
    _added(held, [made], by, now)
    return made


@transaction.atomic
def drop_party(
    *, party: MediationParty, reason: str, seen: int, by: User, now: datetime
) -> MediationParty:
    """Somebody takes part no more, with the reason; from then on they read nothing of the file.

    Who asked for the mediation stays a party: they can withdraw the request.
    """
    held = _begin(party.mediation, seen, by)
    current = MediationParty.objects.get(pk=party.pk)
    if current.dropped_at is not None:
        raise NotNow(_("This person is not a party any more."), rule=SIGN)
    if current.user_id == held.requested_by_id:
        raise Refused(_("Who asked for the mediation stays a party."), rule=SIGN)
    if faults := _reason_faults(reason):
        raise FaultyInput(_("The party was not dropped."), faults, rule=SIGN)
    current.dropped_at, current.dropped_by, current.drop_reason = now, by, reason.strip()
    current.save(update_fields=["dropped_at", "dropped_by", "drop_reason"])
    changed(held)
    _audit("mediation.party_dropped", held, by, now, party=current.name)
    return current


@transaction.atomic
def take_chair(
    *, mediation: Mediation, declared: bool, seen: int, by: User, now: datetime
) -> Mediation:
    """A secretary of the bureau takes the chair, and declares to have no interest in the matter.

    Refused where they hold or held a role in the region, one of its clusters or an institution
    concerned. Toewijzingsprotocol 2027, fase III 2: "één van de secretarissen".
    """
    may_chair_mediation(by, mediation.cycle).enforce()
    held = hold(mediation, seen)
    may_work(held).enforce()
    if held.chair_id == by.pk:
        raise NotNow(_("You are in the chair already."), rule=SIGN)
    if found := interests_of(by, held):
        text = _("You can’t take the chair, because you hold or held a role here: %(roles)s.")
        raise Refused(text % {"roles": "; ".join(found)}, rule=SIGN)
    if not declared:
        text = _("Declare that you have no interest in this matter.")
        raise FaultyInput(_("You did not take the chair."), [Fault(text, column="declared")])
    held.chair, held.declared_at = by, now
    changed(held, "chair", "declared_at")
    _audit("mediation.chair_taken", held, by, now)
    return held


def _begin(mediation: Mediation, seen: int, by: User) -> Mediation:
    may_run_process(by, mediation.cycle).enforce()
    held = hold(mediation, seen)
    may_work(held).enforce()
    return held


def _person_faults(name: str, address: str, role: str) -> list[Fault]:
    faults = []
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        faults.append(Fault(_("Give the name of this person."), column="name"))
    try:
        validate_email(address)
    except ValidationError:
        text = _("Give an e-mail address, such as name@hospital.nl.")
        faults.append(Fault(text, column="email"))
    if not role.strip() or len(role.strip()) > LONGEST_ROLE:
        text = _("Say in a few words as whom this person takes part.")
        faults.append(Fault(text, column="role"))
    return faults


def _reason_faults(reason: str) -> list[Fault]:
    if reason.strip() and len(reason.strip()) <= LONGEST_REASON:
        return []
    text = _("Write what was agreed on this and with whom, in at most %(most)s characters.")
    return [Fault(text % {"most": LONGEST_REASON}, column="reason")]


def _refuse_interest(held: Mediation, institutions: Collection[Institution | None]) -> None:
    """A new party must not give the chair an interest after all."""
    numbers = [one.pk for one in institutions if one is not None]
    if held.chair is not None and interests_of(held.chair, held, numbers):
        text = _(
            "The secretary in the chair holds or held a role at this institution. First another "
            "secretary takes the chair."
        )
        raise Refused(text, rule=SIGN)


def _refuse_chair(held: Mediation, users: Collection[User]) -> None:
    if any(one.pk == held.chair_id for one in users):
        raise Refused(_("The secretary in the chair can’t be a party."), rule=SIGN)


def _added(held: Mediation, made: list[MediationParty], by: User, now: datetime) -> None:
    changed(held)
    _audit("mediation.party_added", held, by, now, parties=[one.name for one in made])


def _audit(action: str, held: Mediation, by: User, now: datetime, **facts: Any) -> None:
    label = f"{held.region}, {held.number}"
    audit.write(
        action, by=by, now=now, subject=held, label=label, cycle=held.cycle, number=held.number,
        **facts,
    )  # fmt: skip
