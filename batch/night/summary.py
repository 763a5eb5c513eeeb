# SPDX-License-Identifier: Apache-2.0
"""What a run leaves behind, a line a dossier: where it stands and what a person has to do first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from batch.errors import PackagingStoppedError
from batch.night.context import Night
from batch.night.pack_dossiers import STEP as PACKAGING
from batch.store.run_lines import FoundRecord, RunDossierRecord, dossiers_of_run
from intake.check.check import contradicts, may_be_double, may_hold_others
from intake.dossier.state_words import held_told, left_alone_told
from intake.dossier.states import State
from intake.reading.worker_process import why_failed
from intake.services.reviewing.standing import Undecided
from intake.store.dossier.journal import holds
from intake.store.queue.nights import left_alone
from intake.store.queue.standing import DossierStanding, noteworthy, remark, waiting
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _

FINE = frozenset({State.PACKAGED, State.QUEUED, State.PUSHED, State.ACCEPTED, State.RESULT_ATTACHED})


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One dossier of a run. ``missing`` counts findings, ``doubtful`` values, ``refused`` papers.

    ``unsent``: it should have reached the gateway and did not. ``trouble`` names the step that failed on it.
    ``note`` is the first thing to do, a sentence in the language chosen now.
    """

    dossier: str
    folder: str
    state: str
    official_number: str
    missing: int
    contradictory: bool
    doubtful: int
    refused: int
    pages_failed: int
    unsent: bool
    trouble: str
    note: str = ""

    @property
    def needs_person(self) -> bool:
        flawed = self.refused or self.pages_failed or self.trouble or self.unsent
        return bool(flawed) or self.state not in FINE

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "needs_person": self.needs_person}


def summary(night: Night) -> list[DossierLine]:
    """The dossiers of the run in the order of their names."""
    return lines_of_run(night.store, night.run_id, sends=night.doors is not None)


def lines_of_run(store: Store, run_id: int, *, sends: bool) -> list[DossierLine]:
    """The dossiers of a run in the order of their names, as they stand now; ``sends``: what waits to be sent
    and was not is told.
    """
    now = store.clock()
    with store.read() as session:
        lines = []
        for part in dossiers_of_run(session, run_id):
            ids = [record.dossier for record in part]
            standings, held = noteworthy(session, ids, now), holds(session, ids)
            left = left_alone(session, ids)
            for one in part:
                line = _line(one, standings.get(one.dossier), held.get(one.dossier), sends=sends)
                told = left_alone_told(one.dossier, left[one.dossier]) if one.dossier in left else line.note
                lines.append(replace(line, note=told))
    return lines


def waiting_besides(night: Night, lines: Sequence[DossierLine]) -> list[DossierStanding]:
    """The dossiers of other days that should be at the gateway and are not."""
    shown = {line.dossier for line in lines}
    with night.store.read() as session:
        return [one for one in waiting(session, night.store.clock()) if one.dossier not in shown]


def attention(lines: Sequence[DossierLine]) -> bool:
    """Whether a person has to do something."""
    return any(line.needs_person for line in lines)


def _line(
    record: RunDossierRecord,
    standing: DossierStanding | None,
    held: Mapping[str, str] | None,
    *,
    sends: bool,
) -> DossierLine:
    return DossierLine(
        dossier=record.dossier,
        folder=record.folder,
        state=record.state.value,
        official_number=record.official_number,
        missing=sum(found.severity == "error" for found in record.found),
        contradictory=any(contradicts(found.code, found.severity) for found in record.found),
        doubtful=record.doubtful,
        refused=len(record.refused),
        pages_failed=len(record.failed),
        unsent=sends and standing is not None and standing.waits,
        trouble=record.trouble,
        note=_from_the_gateway(standing) or _to_do(record, held),
    )


def _rank(found: FoundRecord) -> tuple[bool, bool, bool]:
    """Papers of others and doubles first, then what is missing, then what contradicts, then what is only
    doubtful.
    """
    code, severity = found.code, found.severity
    whose = may_hold_others(code, severity) or may_be_double(code, severity)
    return (not whose, severity != "error", not contradicts(code, severity))


def _to_do(record: RunDossierRecord, held: Mapping[str, str] | None) -> str:
    if record.trouble:
        return _trouble_sentence(record)
    if record.refused:
        first, more = record.refused[0], len(record.refused) - 1
        return _and_more(f"{first.name}: {first.reason}", more)
    for failed in record.failed:
        told = _("{file}, page {pages}: {problem}")
        return told.format(file=failed.file, pages=failed.page, problem=why_failed(failed.reason))
    if held:
        return held_told(record.dossier, held)
    if record.state in FINE:
        return ""
    left = [_first_of(record.found), *_whose_papers(record)] if record.found else []
    if record.doubtful:
        values = _("Values to review: {count}; see them with: sohoa show {id}")
        left.append(values.format(count=record.doubtful, id=record.dossier))
    return "\n".join(left) or _("To go on: sohoa check {id}").format(id=record.dossier)


def _first_of(found: Sequence[FoundRecord]) -> str:
    return _and_more(min(found, key=_rank).clerk, len(found) - 1)


def _whose_papers(record: RunDossierRecord) -> Iterator[str]:
    """What to do first of all where papers of others may lie in the dossier, or another is a double of it."""
    for found in record.found:
        others = may_hold_others(found.code, found.severity)
        if others or may_be_double(found.code, found.severity):
            yield Undecided(found.code, found.clerk, others=others, double=not others).todo(record.dossier)
            return


def _and_more(first: str, more: int) -> str:
    return _("{first} (and {more} more)").format(first=first, more=more) if more else first


def _from_the_gateway(standing: DossierStanding | None) -> str:
    return remark(standing.as_json(load_catalogue)) if standing else ""


def _trouble_sentence(record: RunDossierRecord) -> str:
    if record.trouble_reason:
        error = PackagingStoppedError.because(record.dossier, record.trouble_reason)
        return f"{error.sentence} {error.advice}"
    if record.trouble == PACKAGING:
        return _("Its files could not be made; run again, then look at the log.")
    return _("It could not be checked; run again, then look at the log.")
