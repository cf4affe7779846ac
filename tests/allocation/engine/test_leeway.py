"""The framework: sums, places moved, and everything that it doesn't allow."""

from fractions import Fraction

from allocation.engine.leeway import Finding, Framework, Leeway, assess

FRAMEWORK = Framework(
    rows=("01", "23"),
    columns=("NO", "Leiden", "ZON"),
    row_totals=(60, 40),
    base=((30, 10, 20), (30, 0, 10)),
    zeros=(("23", "Leiden"),),
    leeway=Leeway(down=8, up=10, total=12),
    floor=Fraction(1, 10),
)


def test_the_base_distribution_fits() -> None:
    found = assess(FRAMEWORK, FRAMEWORK.base)
    assert found.fits
    assert found.findings == ()
    assert (found.region_totals, found.region_deviation, found.moved) == (
        (60, 10, 30),
        (0, 0, 0),
        0,
    )


def test_places_moved_are_the_sum_of_the_pluses() -> None:
    found = assess(FRAMEWORK, ((25, 12, 23), (28, 0, 12)))
    assert found.region_deviation == (-7, 2, 5)
    assert found.moved == 7
    assert found.fits


def test_the_bounds_themselves_are_allowed() -> None:
    assert assess(FRAMEWORK, ((22, 8, 30), (30, 0, 10))).fits
    assert not assess(FRAMEWORK, ((21, 9, 30), (30, 0, 10))).fits


def test_everything_that_does_not_fit_at_once() -> None:
    found = assess(FRAMEWORK, ((16, 24, 21), (30, 1, -1)))
    assert found.findings == (
        Finding("structural_zero", "23", "Leiden", 1, 0, 0),
        Finding("negative", "23", "ZON", -1, lowest=0),
        Finding("row_total", "01", found=61, lowest=60, highest=60),
        Finding("row_total", "23", found=30, lowest=40, highest=40),
        Finding("region_total", "", "NO", 46, 52, 70),
        Finding("region_total", "", "Leiden", 25, 2, 20),
        Finding("region_total", "", "ZON", 20, 22, 40),
        Finding("moved", found=15, highest=12),
    )
    assert not found.fits


def test_a_region_below_its_floor_is_a_warning() -> None:
    found = assess(FRAMEWORK, ((30, 8, 22), (30, 0, 10)))
    assert found.findings == (Finding("below_floor", "", "Leiden", 8, 10, warning=True),)
    assert found.fits
