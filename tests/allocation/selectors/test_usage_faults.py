"""What a fault in a delivery is called, for every kind there is."""

from allocation.selectors.usage_faults import KINDS, kinds_of


def test_every_kind_of_fault_has_its_words() -> None:
    for code in KINDS:
        group = {"code": code, "sheet": "", "value": "x", "count": 2, "cells": [], "params": {}}
        if code == "file":
            group["params"] = {"file_code": "csv_nul", "file_params": {"line": 3}}
        if code in ("control_differs", "control_absent"):
            group["params"] = {
                "specialism": "02",
                "care_type": "day_admission",
                "stated": 1,
                "counted": 2,
            }
        if code == "no_region":
            group["params"] = {"name": "Instelling", "specialisms": "02"}
        context = {"source": "Vektis", "year": "2024", "care_types": "a", "titles": "b"}
        (kind,) = kinds_of([group], context, {})
        assert kind.title
        assert "%(" not in kind.title + kind.expected + kind.groups[0].note
