# SPDX-License-Identifier: Apache-2.0
"""A dossier as its slips tell it: who asked for what, which papers came, when the result is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime

from batch.slips.facts.fees import exemption_words, fee_words, province_fees
from batch.slips.facts.holders import holder_of
from batch.slips.facts.spoken_days import day_in_words, hour_in_words, moment_in_words, term_in_words
from batch.slips.facts.visitors import visitors_of
from batch.store.slips import Visitor
from intake.dossier.deadline.local_time import LOCAL, local_day
from intake.dossier.journal import fold
from intake.dossier.requester import CopySort, Requester
from intake.dossier.stored import Dossier
from intake.form.documents import papers_of
from intake.services.counter.reception import requester_of
from intake.services.deadline.events import Deadline, deadline_of
from intake.services.facts_of import pages_of
from intake.settings.settings import UnitSettings
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue

COPIES = ("Bản chính", "Bản sao chứng thực", "Bản chụp")
"""As what a paper is handed in, in the order of a receipt's columns and of ``CopySort``."""
BY_HAND = "…"


@dataclass(frozen=True, slots=True)
class ReceivedDocument:
    """A line of the receipt's table: the paper's Vietnamese name, original or copy, and how many."""

    name: str
    form: str = ""
    count: int = 1

    def counted(self) -> tuple[str, str, str]:
        """How many as originals, certified copies, photocopies; “…” to be written where nobody said."""
        count = f"{self.count:02d}"
        if self.form not in COPIES:
            return (BY_HAND, BY_HAND, BY_HAND)
        original, certified, photo = (count if self.form == form else "" for form in COPIES)
        return original, certified, photo


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a slip: the clerk's name, and the office in whose name."""

    who: str
    unit: UnitSettings


@dataclass(frozen=True)
class SlipFacts:
    """What is known of a dossier for its slips."""

    dossier: str
    visitor: Visitor
    papers: tuple[ReceivedDocument, ...]
    places: Mapping[str, str]
    office: tuple[str, ...]
    deadline: Deadline


def tell(
    store: Store,
    session: Transaction,
    dossier_id: str,
    catalogue: Catalogue,
    *,
    by: Issuer,
    papers: Sequence[ReceivedDocument] | None = None,
    visitor: Visitor | None = None,
) -> SlipFacts:
    """What the slips of a dossier say, from the dossier and what the counter adds."""
    dossier = store.get(session, dossier_id)
    named = requester_of(store, session, dossier_id)
    asked = _visitor(session, dossier, visitor or Visitor(), named)
    deadline = deadline_of(store, session, dossier_id, catalogue)
    on = local_day(dossier.received_at)
    fees = catalogue.procedure(dossier.procedure, on).fees
    code = catalogue.procedure_named(dossier.procedure).code
    came = tuple(papers if papers is not None else _scanned(store, session, dossier_id, catalogue))
    due = "" if deadline.due.stopped else day_in_words(deadline.due.day)
    places = {
        "requester": asked.name,
        "holder": holder_of(pages_of(store, session, dossier_id)) or asked.name,
        "id_paper": named.personal_id,
        "address": asked.address,
        "phone": asked.phone,
        "email": asked.email,
        "dossier": dossier_id,
        "code": dossier.official_number or dossier_id,
        "procedure": catalogue.procedure_named(dossier.procedure).name["vi"],
        "received": moment_in_words(dossier.received_at),
        "term": term_in_words(deadline.term, deadline.more),
        "due": due,
        "due_at": due
        and f"{hour_in_words(hour_of_return(by.unit, dossier.received_at, deadline.due.day))}, {due}",
        "fees": fee_words(fees, province_fees(catalogue, by.unit, code, on)),
        "exempt": exemption_words(fees),
        "clerk": by.unit.officer(by.who),
        **unit_places(by.unit),
    }
    return SlipFacts(dossier_id, asked, came, places, office_lines(by.unit), deadline)


def hour_of_return(unit: UnitSettings, received: datetime, due: date) -> str:
    """From when results are given back that day; empty where the hour is past as the dossier comes."""
    came = received.astimezone(LOCAL)
    past = due == came.date() and unit.return_time <= f"{came:%H:%M}"
    return "" if past else unit.return_time


def dated(unit: UnitSettings, moment: datetime) -> str:
    """Place and day as they stand under the motto: “Ví Dụ, ngày 05 tháng 11 năm 2026”."""
    place = unit.place or _without_rank(unit.commune.partition(",")[0])
    day = day_in_words(moment.astimezone(LOCAL).date())
    return f"{place}, {day}" if place else day.capitalize()


def office_lines(unit: UnitSettings) -> tuple[str, ...]:
    """The lines of the letterhead."""
    return tuple(line.upper() for line in (spelled_out(unit.name), unit.counter) if line)


def unit_places(unit: UnitSettings) -> dict[str, str]:
    """What slips say of the office: its name, its counter, where citizens ask."""
    where = ", ".join(part for part in (unit.counter, unit.address) if part)
    contact = f"{where}, số điện thoại {_unbroken(unit.phone)}" if unit.phone else where
    return {"office": spelled_out(unit.name), "counter": unit.counter, "contact": contact}


def _unbroken(phone: str) -> str:
    return phone.replace(" ", "\u00a0")


def spelled_out(name: str) -> str:
    """The office's name without its usual abbreviation."""
    return f"Ủy ban nhân dân{name[4:]}" if name.startswith("UBND ") else name


def _without_rank(commune: str) -> str:
    for rank in ("xã ", "phường ", "đặc khu ", "thị trấn "):
        if commune.casefold().startswith(rank):
            return commune[len(rank) :].strip()
    return commune.strip()


def _visitor(session: Transaction, dossier: Dossier, given: Visitor, named: Requester) -> Visitor:
    """What the counter says now, then what it recorded: an earlier slip may bear what was put right since."""
    known = visitors_of(session, [dossier])[dossier.id]
    recorded = Visitor(named.name, phone=named.phone, email=named.email)
    told = {
        each.name: next(filter(None, (getattr(one, each.name) for one in (given, recorded, known))), "")
        for each in fields(Visitor)
    }
    return Visitor(**told)


def _scanned(
    store: Store, session: Transaction, dossier_id: str, catalogue: Catalogue
) -> Iterator[ReceivedDocument]:
    """The papers that were scanned, one line a kind."""
    papers = papers_of(pages_of(store, session, dossier_id), catalogue)
    copies = fold(store.journal(session, dossier_id)).copies
    for kind, count in Counter(paper.kind for paper in papers).items():
        yield received(kind, catalogue, count, copies.get(kind, ""))


def received(kind: str, catalogue: Catalogue, count: int = 1, copy: str = "") -> ReceivedDocument:
    """A paper that came; as what, the counter said (``CopySort``), or it is an original because no copy of it
    is taken. What is always several (photographs) counts as so many, however it was scanned.
    """
    known = catalogue.document_type(kind)
    if not copy and known.always_original:
        copy = CopySort.ORIGINAL
    form = dict(zip(CopySort, COPIES, strict=True))[CopySort(copy)] if copy else ""
    return ReceivedDocument(catalogue.paper_name(kind, "vi"), form, max(count, known.pieces))
