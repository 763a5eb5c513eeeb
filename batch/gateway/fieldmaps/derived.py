# SPDX-License-Identifier: Apache-2.0
"""What a form does not say and a target asks: how a birth or death is registered, whose parents are known."""

from __future__ import annotations

from datetime import timedelta

from batch.gateway.contract import Submission
from intake.dossier.deadline.local_time import local_day
from intake.dossier.deadline.partial_dates import earliest, latest
from intake.dossier.deadline.working_days import Calendar
from intake.dossier.served.serving import Channel, Payment
from templates.catalogue.loading import Catalogue
from templates.model.procedures import ProcedureEdition
from templates.model.rules import CrossRule

_CHANNELS = {Channel.COUNTER: "1", Channel.ONLINE: "2", Channel.POST: "3"}
"""The channels of the national service bus (KenhThucHien)."""

_PAYMENTS = {Payment.FREE: "0", Payment.CASH: "0"}
"""Its ways to pay (DuocThanhToanTrucTuyen): 0 none online. Nobody records whether what was paid online went
by the national portal (1) or a province's own (2), and what is not paid yet has no number that all know.
"""

IN_TIME, LATE, LONG_AGO = "dung-han", "qua-han", "chet-da-lau"


def channel(submission: Submission) -> str:
    """How it was handed in, as recorded; else at the counter where somebody was noted there, "" where nobody
    knows.
    """
    told = submission.served.channel or (Channel.COUNTER if submission.requester.name else None)
    return _CHANNELS[told] if told else ""


def online_payment(submission: Submission) -> str:
    """That no fee was paid online, "" where one was, or nobody recorded it, or it is not paid yet."""
    return _PAYMENTS.get(submission.served.payment, "") if submission.served.payment else ""


def registration_kind(submission: Submission, edition: ProcedureEdition, catalogue: Catalogue) -> str:
    """``dung-han`` or ``qua-han`` by the procedure's own time limit (a death long ago by the clerk's answer);
    "" where no limit holds or the day is not known. Entries of ``(birth|death)-registration-kinds``.
    """
    if submission.answers.get("long_ago") == "yes":
        return LONG_AGO
    rule = next((rule for rule in edition.rules if rule.check == "within-days"), None)
    return _against(rule, submission, catalogue) if rule else ""


def _against(rule: CrossRule, submission: Submission, catalogue: Catalogue) -> str:
    # Counted as the check counts it (intake.check.rules.dates.within_days), on the form's own value.
    start = submission.values.get(rule.refs[0].field or "", "")
    first, last = earliest(start), latest(start)
    if first is None or last is None or rule.days is None:
        return ""
    calendar = Calendar(catalogue.codes.working_days)
    ends = [calendar.not_before(day + timedelta(days=rule.days)) for day in (first, last)]
    received = local_day(submission.received_at)
    if received > ends[1]:
        return LATE
    return IN_TIME if received <= ends[0] else ""


def birth_kind(submission: Submission) -> str:
    """Which parents of a child are known, an entry of ``birth-kinds``; "" where the form names no mother and
    nobody said that she is unknown.
    """
    if submission.answers.get("abandoned") == "yes":
        return "bo-roi"
    mother, father = (submission.values.get(f"{who}.full_name", "").strip() for who in ("mother", "father"))
    if mother:
        return "du-cha-me" if father else "chua-ro-cha"
    if submission.answers.get("mother_unknown") != "yes":
        return ""
    return "chua-ro-me" if father else "chua-ro-cha-me"
