# SPDX-License-Identifier: Apache-2.0
"""What a procedure costs, as the receipt says it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from batch.slips.facts.money import vnd
from intake.form.places import office_units
from intake.settings.settings import UnitSettings
from templates.catalogue.loading import Catalogue
from templates.model.charges.province_fees import ProvinceFee, load_province_fees
from templates.model.procedures import Fee

FREE = "Không thu"
BY_PROVINCE = "theo nghị quyết của Hội đồng nhân dân cấp tỉnh"
_BY_HAND = "…" * 8


def fee_words(fees: Sequence[Fee], province: Sequence[ProvinceFee] = ()) -> str:
    """All fees in Vietnamese, by their names unless there is one without an amount; empty where none is
    certain. ``province`` is what the province's table says of the procedure (``province_fees``).

    What nobody has compared with its source (``Fee.unverified``) is left to be written by hand. Which of
    several is due may hang on what is found out later, so that none is chosen here.
    """
    told = [_told(fee, _row_of(fee, fees, province)) for fee in fees]
    if not any(told):
        return ""
    if len(fees) == 1 and told[0] and not fees[0].amount_vnd:
        return told[0]
    words = "; ".join(
        f"{fee.name['vi']}: {amount or _BY_HAND}" for fee, amount in zip(fees, told, strict=True)
    )
    return words[:1].upper() + words[1:]


def exemption_words(fees: Sequence[Fee]) -> str:
    """Who pays nothing, where a fee is taken, each sentence once; empty where no source says.

    A note may be for the clerk alone (“not compared yet”): it stands at the counter, never on a slip.
    """
    said = dict.fromkeys(fee.note["vi"] for fee in fees if fee.note and fee.amount_vnd != 0)
    notes = [note for note in said if "miễn" in note.casefold()]
    others = {note: [other for other in notes if other != note] for note in notes}
    return " ".join(n for n in notes if not any(n.casefold() in other.casefold() for other in others[n]))


def province_fees(
    catalogue: Catalogue, unit: UnitSettings, procedure: str, on: date
) -> tuple[ProvinceFee, ...]:
    """What the table of the office's province says of a procedure on a day where the office lies; empty
    where there is none or the office's commune does not tell.
    """
    communes = office_units(unit.commune, catalogue)
    provinces = {commune.province for commune in communes}
    table = load_province_fees(catalogue.root, provinces.pop()) if len(provinces) == 1 else None
    areas = {area for commune in communes for area in catalogue.units.made_of(commune)}
    return table.of(procedure, on, areas) if table else ()


def _row_of(fee: Fee, fees: Sequence[Fee], province: Sequence[ProvinceFee]) -> ProvinceFee | None:
    """The row that is of this fee and no other; None where nobody can be sure of it."""
    if fee.amount_vnd is not None:
        return None
    alone = sum(other.amount_vnd is None for other in fees) == 1
    rows = [row for row in province if (row.fee == fee.name["vi"] if row.fee else alone)]
    return rows[0] if len(rows) == 1 else None


def _told(fee: Fee, province: ProvinceFee | None) -> str | None:
    """The amount in words; None where nobody is sure of it."""
    known = province is not None and province.counter_vnd is not None and not province.unverified
    if fee.amount_vnd is None and known and province is not None:
        return _of_province(province)
    return None if fee.unverified else _amount(fee)


def _of_province(province: ProvinceFee) -> str:
    counter = vnd(province.counter_vnd) if province.counter_vnd else FREE
    if province.online_vnd is None:
        return counter
    return f"{counter} (nộp trực tuyến: {vnd(province.online_vnd)})"


def _amount(fee: Fee) -> str:
    if fee.amount_vnd is None:
        return BY_PROVINCE
    if fee.counted is not None and fee.counted.say:
        return fee.counted.say
    return vnd(fee.amount_vnd) if fee.amount_vnd else FREE
