"""Writing organisations: institutions as the bureau's workbook names them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from allocation.enums import InstitutionKind
from allocation.errors import Refused
from allocation.models import Cycle, Institution, Region
from allocation.permissions import may_run_process
from allocation.selectors.assignment import institution_data
from allocation.selectors.assignment_data import InstitutionData
from allocation.services import audit
from bols_portal.accounts.models import User

ZBC_RULE = "Notitie adherentieberekening 2026, vraag 8 en 9"


@transaction.atomic
def upsert_institutions(
    *, cycle: Cycle, institutions: Iterable[InstitutionData], by: User, now: datetime
) -> dict[str, Institution]:
    """Adds institutions that are new and changes those that differ; returns all by their code.

    Nothing is removed: earlier versions speak of them. ZBCs are refused by name, and so is an
    unknown home region.
    """
    may_run_process(by, cycle).enforce()
    wanted = list(institutions)
    _refuse_zbc(wanted)
    regions = {region.key: region for region in Region.objects.all()}
    known = {one.code: one for one in Institution.objects.select_related("home_region")}
    for data in wanted:
        if data.home_region and data.home_region not in regions:
            raise Refused(
                _("“%(region)s” is not a region of this portal.") % {"region": data.home_region}
            )
        institution = known.get(data.code)
        if institution is not None and institution_data(institution) == data:
            continue
        action = "institution.changed" if institution else "institution.added"
        before = _facts(institution_data(institution)) if institution else {}
        institution = institution or Institution(code=data.code)
        institution.name, institution.city, institution.kind = data.name, data.city, data.kind
        institution.home_region = regions.get(data.home_region)
        institution.save()
        known[data.code] = institution
        audit.write(
            action,
            by=by,
            now=now,
            subject=institution,
            cycle=cycle,
            before=before,
            after=_facts(data),
        )
    return known


def _refuse_zbc(institutions: Iterable[InstitutionData]) -> None:
    names = [one.name for one in institutions if one.kind == InstitutionKind.ZBC]
    if names:
        raise Refused(
            _("ZBCs are left out of the calculation: %(names)s.") % {"names": ", ".join(names)},
            rule=ZBC_RULE,
        )


def _facts(data: InstitutionData) -> dict[str, str]:
    return {
        "code": data.code,
        "name": data.name,
        "city": data.city,
        "kind": str(data.kind),
        "home_region": data.home_region,
    }
