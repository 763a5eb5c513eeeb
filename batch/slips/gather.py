"""A dossier as its slips tell it: who asked for what, which papers came, when the result is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from batch.slips.fees import fee_words
from batch.slips.model import SlipRow
from batch.slips.spoken_days import day_in_words, moment_in_words, term_in_words
from batch.slips.sure import sure_values
from intake.deadline_events import Deadline, deadline_of
from intake.deadlines import LOCAL, local_day
from intake.facts_of import pages_of
from intake.papers import papers_of
from intake.settings import UnitSettings, current_settings
from intake.store import Store
from templates.catalogue import Catalogue

_PEOPLE = (("requester",), ("bride", "groom"), ("wife", "husband"))


@dataclass(frozen=True, slots=True)
class ReceivedPaper:
    """A line of the receipt's table: the paper's Vietnamese name, original or copy, and how many."""

    name: str
    form: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asked, and where they are reached; what is empty is taken from the dossier."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Told:
    """What is known of a dossier for its slips."""

    dossier: str
    visitor: Visitor
    papers: tuple[ReceivedPaper, ...]
    places: Mapping[str, str]
    office: tuple[str, ...]
    deadline: Deadline


def tell(
    store: Store,
    session: Session,
    dossier_id: str,
    catalogue: Catalogue,
    *,
    who: str,
    papers: Sequence[ReceivedPaper] | None = None,
    visitor: Visitor | None = None,
) -> Told:
    """What the slips of a dossier say, from the dossier and what the counter adds."""
    dossier = store.get(session, dossier_id)
    unit = current_settings().unit
    asked = _visitor(store, session, dossier_id, visitor or Visitor())
    deadline = deadline_of(store, session, dossier_id, catalogue)
    came = tuple(papers if papers is not None else _scanned(store, session, dossier_id, catalogue))
    places = {
        "requester": asked.name,
        "address": asked.address,
        "phone": asked.phone,
        "email": asked.email,
        "dossier": dossier_id,
        "code": dossier.official_number or dossier_id,
        "procedure": catalogue.procedure_named(dossier.procedure).name["vi"],
        "received": moment_in_words(dossier.received_at),
        "term": term_in_words(deadline.term, deadline.more),
        "due": "" if deadline.due.stopped else day_in_words(deadline.due.day),
        "fees": fee_words(catalogue.procedure(dossier.procedure, local_day(dossier.received_at)).fees),
        "clerk": who,
        **_unit_places(unit),
    }
    return Told(dossier_id, asked, came, places, _office(unit), deadline)


def dated(unit: UnitSettings, moment: datetime) -> str:
    """Place and day as they stand under the motto: “Ví Dụ, ngày 05 tháng 11 năm 2026”."""
    place = unit.place or _without_rank(unit.commune.partition(",")[0])
    day = day_in_words(moment.astimezone(LOCAL).date())
    return f"{place}, {day}" if place else day.capitalize()


def _office(unit: UnitSettings) -> tuple[str, ...]:
    return tuple(line.upper() for line in (_spelled_out(unit.name), unit.counter) if line)


def _unit_places(unit: UnitSettings) -> dict[str, str]:
    where = ", ".join(part for part in (unit.counter, unit.address) if part)
    contact = f"{where}, số điện thoại {_unbroken(unit.phone)}" if unit.phone else where
    return {"office": _spelled_out(unit.name), "counter": unit.counter, "contact": contact}


def _unbroken(phone: str) -> str:
    return phone.replace(" ", "\u00a0")


def _spelled_out(name: str) -> str:
    """The office's name without its usual abbreviation."""
    return f"Ủy ban nhân dân{name[4:]}" if name.startswith("UBND ") else name


def _without_rank(commune: str) -> str:
    for rank in ("xã ", "phường ", "đặc khu ", "thị trấn "):
        if commune.casefold().startswith(rank):
            return commune[len(rank) :].strip()
    return commune.strip()


def _visitor(store: Store, session: Session, dossier_id: str, given: Visitor) -> Visitor:
    """What the counter says first, then an earlier slip, then the form."""
    earlier = _earlier(session, dossier_id)
    sure = sure_values(store.form_values(session, dossier_id))
    name = given.name or store.get(session, dossier_id).requester or earlier.get("requester", "")
    return replace(
        given,
        name=name or _named(sure),
        address=given.address or earlier.get("address", "") or _residence(sure),
        phone=given.phone or earlier.get("phone", ""),
        email=given.email or earlier.get("email", ""),
    )


def _earlier(session: Session, dossier_id: str) -> Mapping[str, str]:
    newest = select(SlipRow).where(SlipRow.dossier_id == dossier_id).order_by(SlipRow.id.desc()).limit(1)
    row = session.scalar(newest)
    return row.content["places"] if row is not None else {}


def _named(sure: Mapping[str, str]) -> str:
    for people in _PEOPLE:
        names = [sure[key] for person in people if (key := f"{person}.full_name") in sure]
        if len(names) == len(people):
            return " và ".join(names)
    return ""


def _residence(sure: Mapping[str, str]) -> str:
    found = (sure.get(f"{person}.residence", "") for people in _PEOPLE for person in people)
    return next(filter(None, found), "")


def _scanned(
    store: Store, session: Session, dossier_id: str, catalogue: Catalogue
) -> Iterator[ReceivedPaper]:
    """The papers that were scanned, one line a kind; nobody has said whether they are originals."""
    papers = papers_of(pages_of(store, session, dossier_id), catalogue)
    for kind, count in Counter(paper.kind for paper in papers).items():
        yield ReceivedPaper(catalogue.paper_name(kind, "vi"), count=count)
