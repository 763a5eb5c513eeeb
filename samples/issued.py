# SPDX-License-Identifier: Apache-2.0
"""The results that the demo's other side issues: set from what its gateway received, as a PDF of text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samples.printing.papers import OFFICE
from samples.printing.press import set_paper

# By procedure: the layout of its result, and which name of the received form stands at which place of it.
_RESULTS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "1.001193": ("birth-certificate", {"nksHoTen": "child.full_name", "nksNgaySinh": "child.birth_date"}),
    "1.000894": (
        "marriage-certificate",
        {
            "voHoTen": "wife.full_name",
            "voNgaySinh": "wife.birth_date",
            "chongHoTen": "husband.full_name",
            "chongNgaySinh": "husband.birth_date",
        },
    ),
    "1.000656": ("death-extract", {"nktHoTen": "deceased.full_name", "nktNgaySinh": "deceased.birth_date"}),
    "1.004873": (
        "marital-status-certificate",
        {"nxnHoTen": "subject.full_name", "nxnNgaySinh": "subject.birth_date"},
    ),
    "1.004859": (
        "correction-extract",
        {"citizenNDKHoTen": "subject.full_name", "citizenNDK_NgaySinh": "subject.birth_date"},
    ),
}
_PRINTED = {"marriage-certificate": {"wife_name": "wife.full_name", "husband_name": "husband.full_name"}}


def issued(body: Mapping[str, Any]) -> tuple[str, bytes] | None:
    """File name and PDF of the result of a dossier that was received so; None for other procedures."""
    layout, names = _RESULTS.get(str(body.get("MaTTHC")), ("", {}))
    if not layout:
        return None
    form = body.get("EformThongTinChiTiet") or {}
    if not form:  # a province's bus carries no form; whose dossier it is stands in its head
        form, names = body, {"ChuHoSo": "subject.full_name"}
    values = {place: _written(form[name]) for name, place in names.items() if form.get(name)}
    values |= {key: values[of] for key, of in _PRINTED.get(layout, {}).items() if of in values}
    return f"{layout}.pdf", set_paper(layout, values, OFFICE).pdf


def _written(told: Any) -> str:
    """Dates with strokes, as papers have them."""
    text = str(told)
    return text.replace(".", "/") if text.replace(".", "").isdigit() else text
