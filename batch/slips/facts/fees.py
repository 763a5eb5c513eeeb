# SPDX-License-Identifier: Apache-2.0
"""What a procedure costs, as the receipt says it."""

from __future__ import annotations

from collections.abc import Sequence

from batch.slips.facts.money import vnd
from templates.model.procedures import Fee

FREE = "Không thu"
BY_PROVINCE = "theo nghị quyết của Hội đồng nhân dân cấp tỉnh"
_BY_HAND = "…" * 8


def fee_words(fees: Sequence[Fee]) -> str:
    """All fees in Vietnamese, by their names unless there is one without an amount; empty where none is
    certain.

    What nobody has compared with its source (``Fee.unverified``) is left to be written by hand. Which of
    several is due may hang on what is found out later, so that none is chosen here.
    """
    if all(fee.unverified for fee in fees):
        return ""
    if len(fees) == 1 and not fees[0].amount_vnd:
        return _amount(fees[0])
    words = "; ".join(f"{fee.name['vi']}: {_BY_HAND if fee.unverified else _amount(fee)}" for fee in fees)
    return words[:1].upper() + words[1:]


def _amount(fee: Fee) -> str:
    if fee.amount_vnd is None:
        return BY_PROVINCE
    if fee.counted is not None and fee.counted.say:
        return fee.counted.say
    return vnd(fee.amount_vnd) if fee.amount_vnd else FREE
