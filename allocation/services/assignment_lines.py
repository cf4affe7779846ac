"""From the rows of the assignment template to lines with exact shares, fault by fault.

A line is one institution × specialism; it has a row per region. Toewijzingsprotocol 2027,
fase I 3, "Gehanteerde definities".
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from allocation.enums import AssignmentBasis, InstitutionKind
from allocation.errors import Fault
from allocation.protocols import Protocol
from allocation.selectors.assignment_data import (
    InstitutionData,
    LineData,
    LineKey,
    ShareData,
    line_of,
    pro_rata,
)
from allocation.services.assignment_cells import (
    MOST_PARTS,
    NO,
    YES,
    decimal_comma,
    fte_of,
    share_of,
    sum_text,
)
from allocation.services.organisations import ZBC_RULE
from allocation.services.sheet_reading import SheetRow

YEARS = ("fte1", "fte2", "fte3")


class LineReader:
    """Takes rows one by one, keeps every fault, and gives the lines at the end."""

    def __init__(
        self,
        protocol: Protocol,
        institutions: Mapping[str, InstitutionData],
        basis_words: Mapping[AssignmentBasis, str],
    ) -> None:
        self.faults: list[Fault] = []
        self.worked_out = 0
        self._protocol = protocol
        self._institutions = institutions
        self._by_name = {one.name.casefold(): one for one in institutions.values()}
        self._specialisms = {one.code for one in protocol.specialisms}
        rule = protocol.assignment
        self._registers = rule.registers if rule else ()
        self._basis_words = basis_words
        self._rows: dict[LineKey, list[tuple[SheetRow, str]]] = {}

    def take(self, row: SheetRow) -> None:
        """Reads one row: which line and region it is about."""
        institution = self._institution(row)
        specialism = row.text("specialism")[:2].zfill(2)
        if specialism not in self._specialisms or not row.text("specialism"):
            self.faults.append(row.unexpected("specialism", _("a code of table 1, such as 01")))
            specialism = ""
        region = self._protocol.region_by(row.text("region"))
        if region is None:
            keys = ", ".join(one.key for one in self._protocol.regions)
            expected = _("one of the regions: %(keys)s") % {"keys": keys}
            self.faults.append(row.unexpected("region", expected))
        if not institution or not specialism or region is None:
            return
        rows = self._rows.setdefault((institution, specialism), [])
        if any(region.key == other for _row, other in rows):
            self.faults.append(
                row.fault("region", _("This line and region stand in the sheet twice."))
            )
            return
        rows.append((row, region.key))

    def lines(self) -> list[LineData]:
        """Every line without faults, in the order of the sheet."""
        found = [self._line(key, rows) for key, rows in self._rows.items()]
        return [line for line in found if line is not None]

    def _institution(self, row: SheetRow) -> str:
        code, name = row.text("institution"), row.text("name")
        by_name = self._by_name.get(name.casefold())
        institution = self._institutions.get(code) if code else by_name
        key = "institution" if code or not name else "name"
        if institution is None:
            self.faults.append(row.unexpected(key, _("an institution of the sheet “Instellingen”")))
            return ""
        if institution.kind == InstitutionKind.ZBC:
            self.faults.append(
                row.fault(
                    key,
                    _("“%(name)s” is a ZBC. ZBCs are left out of the calculation (%(rule)s).")
                    % {"name": institution.name, "rule": ZBC_RULE},
                )
            )
            return ""
        if code and name and institution.name.casefold() != name.casefold():
            expected = _("“%(name)s”, which belongs to %(code)s")
            self.faults.append(
                row.unexpected("name", expected % {"name": institution.name, "code": code})
            )
        return institution.code

    def _line(self, key: LineKey, rows: list[tuple[SheetRow, str]]) -> LineData | None:
        before = len(self.faults)
        first = rows[0][0]
        recognised = self._recognised(first)
        basis = self._basis(first)
        source = self._source(first, recognised)
        for row, _region in rows[1:]:
            self.faults += list(_same(first, row))
        if recognised is None or basis is None:
            return None
        self.faults += list(_definitions(first, recognised, basis, len(rows), self._basis_words))
        shares = self._pro_rata(rows) if basis is AssignmentBasis.PRO_RATA else self._given(rows)
        if len(self.faults) > before or shares is None:
            return None
        return line_of(
            institution=key[0],
            specialism=key[1],
            recognised=recognised,
            source=source,
            basis=basis,
            shares=shares,
        )

    def _recognised(self, row: SheetRow) -> bool | None:
        word = row.text("recognised").casefold()
        if word in YES:
            return True
        if word in NO:
            return False
        self.faults.append(row.unexpected("recognised", _("ja or nee")))
        return None

    def _basis(self, row: SheetRow) -> AssignmentBasis | None:
        wanted = row.text("basis").casefold()
        for basis, word in self._basis_words.items():
            if wanted in (word.casefold(), basis.value):
                return basis
        words = ", ".join(self._basis_words.values())
        self.faults.append(row.unexpected("basis", _("one of: %(words)s") % {"words": words}))
        return None

    def _source(self, row: SheetRow, recognised: bool | None) -> str:
        text = row.text("source")
        known = {one.casefold(): one for one in self._registers}
        found = known.get(text.casefold().replace("-", "/"), "")
        if recognised and not found:
            words = ", ".join(self._registers)
            self.faults.append(
                row.unexpected(
                    "source", _("the register of the recognition: %(words)s") % {"words": words}
                )
            )
        elif recognised is False and text:
            self.faults.append(
                row.unexpected("source", _("nothing, because the training is not recognised"))
            )
        return found if recognised else ""

    def _given(self, rows: list[tuple[SheetRow, str]]) -> list[ShareData] | None:
        """Shares as they were filled in; one region without a share has all of it."""
        shares: list[ShareData] = []
        for row, region in rows:
            for year in YEARS:
                if not row.cells[year].is_empty:
                    self.faults.append(
                        row.unexpected(year, _("nothing: fte only belong to “naar rato”"))
                    )
            if row.cells["share"].is_empty and len(rows) == 1:
                shares.append(ShareData(region, Fraction(1)))
                continue
            share = share_of(row.cells["share"].value)
            if share is None or not 0 < share <= 1 or share.denominator > MOST_PARTS:
                self.faults.append(
                    row.unexpected("share", _("a share such as 1, 1/2 or 0,5, more than 0"))
                )
                continue
            shares.append(ShareData(region, share))
        if len(shares) < len(rows):
            return None
        if sum(share.share for share in shares) != 1:
            self.faults.append(_not_one(rows[0][0], [share.share for share in shares]))
            return None
        return shares

    def _pro_rata(self, rows: list[tuple[SheetRow, str]]) -> list[ShareData] | None:
        """Shares that follow from the fte; those that were filled in must be the same."""
        fte: dict[str, tuple[str, ...]] = {}
        for row, region in rows:
            years = [fte_of(row.cells[year].value) for year in YEARS]
            for year, found in zip(YEARS, years, strict=True):
                if found is None:
                    expected = _("fte of trainees, a number from 0 with at most 4 decimals")
                    self.faults.append(row.unexpected(year, expected))
            if all(found is not None for found in years):
                fte[region] = tuple(found or "0" for found in years)
                if all(found == "0" for found in years):
                    self.faults.append(
                        row.fault(
                            "fte1",
                            _("No trainee came from this region in 3 years: leave it out."),
                        )
                    )
                    return None
        if len(fte) < len(rows):
            return None
        shares = pro_rata(fte)
        self.faults += list(_against_fte(rows, shares, fte))
        self.worked_out += sum(row.cells["share"].is_empty for row, _region in rows)
        return [ShareData(region, shares[region], fte[region]) for _row, region in rows]


def _same(first: SheetRow, row: SheetRow) -> Iterator[Fault]:
    """Rows of one line say the same of recognition and basis."""
    for key in ("recognised", "source", "basis"):
        if row.text(key).casefold() != first.text(key).casefold():
            yield row.unexpected(
                key,
                _("“%(text)s”, as in row %(number)s of the same line")
                % {"text": first.text(key), "number": first.number},
            )


def _definitions(
    row: SheetRow,
    recognised: bool,
    basis: AssignmentBasis,
    regions: int,
    words: Mapping[AssignmentBasis, str],
) -> Iterator[Fault]:
    """Which basis belongs to which line. Toewijzingsprotocol 2027, fase I 3."""
    area = words[AssignmentBasis.SERVICE_AREA]
    if not recognised and basis is not AssignmentBasis.SERVICE_AREA:
        yield row.unexpected(
            "basis", _("“%(basis)s”, because the training is not recognised") % {"basis": area}
        )
    elif recognised and basis is AssignmentBasis.SERVICE_AREA:
        expected = _("“%(one)s” or “%(other)s”, because the training is recognised") % {
            "one": words[AssignmentBasis.AGREEMENT],
            "other": words[AssignmentBasis.PRO_RATA],
        }
        yield row.unexpected("basis", expected)
    elif basis is AssignmentBasis.AGREEMENT and regions > 1:
        expected = _("“%(basis)s”, because the training belongs to more than one region")
        yield row.unexpected("basis", expected % {"basis": words[AssignmentBasis.PRO_RATA]})
    elif basis is AssignmentBasis.PRO_RATA and regions < 2:
        yield row.unexpected(
            "basis",
            _("“%(basis)s”, because the training belongs to one region")
            % {"basis": words[AssignmentBasis.AGREEMENT]},
        )


def _not_one(row: SheetRow, shares: list[Fraction]) -> Fault:
    return row.fault(
        "share",
        _("The shares of this line do not make 1: %(sum)s.") % {"sum": sum_text(shares)},
    )


def _against_fte(
    rows: list[tuple[SheetRow, str]],
    shares: Mapping[str, Fraction],
    fte: Mapping[str, tuple[str, ...]],
) -> Iterator[Fault]:
    whole = sum((Fraction(text) for years in fte.values() for text in years), Fraction(0))
    for row, region in rows:
        if row.cells["share"].is_empty or share_of(row.cells["share"].value) == shares[region]:
            continue
        own = sum(map(Fraction, fte[region]), Fraction(0))
        yield row.unexpected(
            "share",
            _("%(share)s, because %(own)s of %(whole)s fte came from this region")
            % {
                "share": shares[region],
                "own": decimal_comma(own),
                "whole": decimal_comma(whole),
            },
        )
