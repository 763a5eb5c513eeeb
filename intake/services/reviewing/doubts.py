# SPDX-License-Identifier: Apache-2.0
"""What a person has still to decide in a dossier, in the order of its form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from intake.check.check import CheckResult, check, wants_reason
from intake.check.decided import QUESTION, addresses, decidable
from intake.dossier.deadline.local_time import local_day
from intake.dossier.facts import UNREAD, Finding
from intake.dossier.look_words import waits_told
from intake.dossier.second_look import Looks
from intake.dossier.shown import sight_of
from intake.dossier.thresholds import USABLE
from intake.dossier.values import FormValue
from intake.services.changing.holding import why_held
from intake.services.facts_of import facts_of
from intake.services.reviewing.second_look import gives_away, looks_waiting
from intake.services.reviewing.showing import seen
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue, load_catalogue


@dataclass(frozen=True, slots=True)
class Doubt:
    """A field of the form whose value a person has to decide: ``key`` and the form's ``name`` of it.

    ``held``: what the form holds, with all that other papers say; None where nothing was read. ``offered``:
    the value that may be confirmed, "" where there is none or it is hardly more than a guess. ``seen``:
    whether the place it was read from was on this person's screen since. ``waits``: for whom, where a person
    has decided it and another is to look as well; what the first said is not told then.
    """

    key: str
    name: str
    held: FormValue | None = None
    offered: str = ""
    seen: bool = False
    waits: str = ""


@dataclass(frozen=True, slots=True)
class Open:
    """A finding to decide about: ``address`` is how a person names it (``decide_finding``), ``wants_reason``
    whether they have to say why.
    """

    address: str
    finding: Finding
    wants_reason: bool


@dataclass(frozen=True, slots=True)
class Left:
    """All that is left in the dossier ``id`` as it is at ``version``; what is missing is no doubt.

    ``questions`` are findings, whose ``field`` is the question's name. ``held``: why and by whom the dossier
    is held back, "" where it isn't.
    """

    id: str
    version: int
    values: tuple[Doubt, ...]
    findings: tuple[Open, ...]
    questions: tuple[Finding, ...]
    held: str = ""

    def __bool__(self) -> bool:
        return bool(self.values or self.findings or self.questions or self.held)

    def told(self) -> list[str]:
        """Each thing in words, as a person is told."""
        told = [f"{doubt.name} ({doubt.waits})" if doubt.waits else doubt.name for doubt in self.values]
        told += [one.finding.clerk for one in self.findings]
        told += [question.clerk for question in self.questions]
        return [*told, self.held] if self.held else told


def left_to_decide(store: Store, dossier: str, *, who: str, commune: str) -> Left:
    """What is left in the dossier that a person means, as it is now and ``who`` saw it; keeps nothing."""
    with store.read() as session:
        return left_in(store, session, store.find(session, dossier).id, who=who, commune=commune)


def left_in(store: Store, session: Transaction, dossier_id: str, *, who: str, commune: str) -> Left:
    """What is left in a dossier, judged as it stands in this transaction."""
    catalogue = load_catalogue()
    kept = store.get(session, dossier_id)
    edition = catalogue.procedure(kept.procedure, local_day(kept.received_at))
    result = judged_now(store, session, dossier_id, catalogue, commune=commune)
    printed, known = (
        catalogue.form_layout(edition.form).printed_fields(),
        catalogue.document_type(edition.form),
    )
    order = dict.fromkeys((*printed, *known.fields()))
    looks = looks_waiting(store, session, dossier_id)
    return Left(
        dossier_id,
        kept.version,
        tuple(_doubts(store, session, dossier_id, who, [*order], result, catalogue, looks)),
        tuple(
            one
            for one in open_findings(result)
            if not gives_away(one.finding.field, one.finding.clerk, looks)
        ),
        tuple(finding for finding in result.findings if finding.code.endswith(QUESTION)),
        why_held(session, dossier_id),
    )


def judged_now(
    store: Store, session: Transaction, dossier_id: str, catalogue: Catalogue, *, commune: str
) -> CheckResult:
    """What the check says of the dossier as it stands in this transaction; nothing is kept."""
    kept = store.get(session, dossier_id)
    edition = catalogue.procedure(kept.procedure, local_day(kept.received_at))
    facts = facts_of(store, session, dossier_id, catalogue, commune=commune)
    return check(facts, edition, catalogue, store.clock())


def open_findings(result: CheckResult) -> Iterator[Open]:
    """The findings that persons have still to decide about, each with how it is named."""
    found = [finding for finding in result.findings if decidable(finding)]
    for address, finding in zip(addresses([f.code for f in found]), found, strict=True):
        yield Open(address, finding, wants_reason(finding.code, finding.severity))


def _doubts(
    store: Store,
    session: Transaction,
    dossier_id: str,
    who: str,
    order: Sequence[str],
    result: CheckResult,
    catalogue: Catalogue,
    looks: Mapping[str, Looks],
) -> Iterator[Doubt]:
    values = store.form_values(session, dossier_id)
    had = seen(session, dossier_id, who)
    unread = {finding.field for finding in result.findings if finding.code.endswith(UNREAD)}
    doubtful = {key for key, value in values.items() if value.needs_review} | unread
    for key in sorted(doubtful, key=lambda key: (order.index(key) if key in order else len(order), key)):
        held, name = values.get(key), catalogue.field_name(key)
        if key in looks:
            yield Doubt(key, name, waits=waits_told(looks[key]))
        elif held is None:
            yield Doubt(key, name)
        else:
            offered = held.value if held.confidence >= USABLE else ""
            yield Doubt(key, name, held, offered, (key, sight_of(held)) in had)
