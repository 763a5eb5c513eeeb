# SPDX-License-Identifier: Apache-2.0
"""Does a province's table name only provinces, procedures and fees that there are, and each fee surely."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from templates.language.messages import _
from templates.model.charges.province_fees import ProvinceFee, ProvinceFees
from templates.model.procedures import Procedure


def fee_problems(
    table: ProvinceFees, merged: Mapping[str, Collection[str]], procedures: Mapping[str, Procedure]
) -> Iterator[tuple[str, str]]:
    """Places in the file and what is wrong there; ``merged``: the old provinces (of 63) in each of today."""
    if table.province not in merged:
        gone = _("There is no province with the code {code} among the 34.").format(code=table.province)
        yield "province", gone
    for edition in table.editions:
        for area in edition.area:
            if area not in merged.get(table.province, ()):
                told = _("No part of the province lay in a province {code} (of 63).").format(code=area)
                yield "area", told
        for row in edition.fees:
            for code in row.procedures:
                yield from _row_problems(row, code, procedures)


def _row_problems(
    row: ProvinceFee, code: str, procedures: Mapping[str, Procedure]
) -> Iterator[tuple[str, str]]:
    if code not in procedures:
        yield code, _("There is no procedure with the code {code}.").format(code=code)
        return
    for edition in procedures[code].editions:
        left_open = [fee.name["vi"] for fee in edition.fees if fee.amount_vnd is None]
        if row.fee and row.fee not in left_open:
            told = _("{code} leaves no amount open that is called “{fee}”; there are: {names}")
        elif not row.fee and len(left_open) > 1:
            told = _("{code} leaves several amounts open; say in `fee` which it is: {names}")
        elif not left_open:
            told = _("{code} leaves no amount open, so that this one would never be told.")
        else:
            continue
        yield row.name, told.format(code=code, fee=row.fee, names="; ".join(left_open) or "–")
        return
