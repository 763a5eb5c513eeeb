"""What a run leaves behind, a line a dossier: where it stands and what a person has to do first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from batch.night.context import Night
from batch.night.pack_dossiers import STEP as PACKAGING
from batch.night.run_model import RunDossier
from intake.check.check import contradicts
from intake.dossier.states import State
from intake.dossier.tables.model import GONE, Dossier, FindingRow, FormValue, Page, StoredFile
from intake.reading.worker_process import why_failed
from intake.services.holding import why_held
from intake.store.documents import FAILED
from intake.store.standing import DossierStanding, noteworthy, remark, waiting
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _

FINE = frozenset({State.PACKAGED, State.QUEUED, State.PUSHED, State.ACCEPTED, State.RESULT_ATTACHED})
_GRAVE = ("error", "warning")


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
    query = (
        select(Dossier, RunDossier.trouble)
        .join(RunDossier, RunDossier.dossier_id == Dossier.id)
        .where(RunDossier.run_id == night.run_id)
        .order_by(Dossier.folder, Dossier.id)
    )
    with night.store.read() as session:
        rows = session.execute(query).all()
        return [_line(night, session, dossier, trouble) for dossier, trouble in rows]


def waiting_besides(night: Night, lines: Sequence[DossierLine]) -> list[DossierStanding]:
    """The dossiers of other days that should be at the gateway and are not."""
    shown = {line.dossier for line in lines}
    with night.store.read() as session:
        return [one for one in waiting(session, night.store.clock()) if one.dossier not in shown]


def attention(lines: Sequence[DossierLine]) -> bool:
    """Whether a person has to do something."""
    return any(line.needs_person for line in lines)


def _line(night: Night, session: Session, dossier: Dossier, trouble: str) -> DossierLine:
    papers = select(StoredFile.id).where(StoredFile.dossier_id == dossier.id)
    pages = (
        select(Page.id)
        .join(StoredFile)
        .where(StoredFile.dossier_id == dossier.id, StoredFile.refusal_code.not_in(GONE))
    )
    values = select(FormValue.id).where(FormValue.dossier_id == dossier.id)
    grave = sorted(
        (row for row in night.store.findings(session, dossier.id) if row.severity in _GRAVE), key=_rank
    )
    standing = noteworthy(session, [dossier.id], night.store.clock()).get(dossier.id)
    held = why_held(night.store, session, dossier.id)
    refused = papers.where(StoredFile.refusal_code.not_in(("", *GONE)))
    return DossierLine(
        dossier=dossier.id,
        folder=dossier.folder,
        state=dossier.state.value,
        official_number=dossier.official_number or "",
        missing=sum(row.severity == "error" for row in grave),
        contradictory=any(contradicts(row.code, row.severity) for row in grave),
        doubtful=_count(session, values.where(FormValue.needs_review)),
        refused=_count(session, refused),
        pages_failed=_count(session, pages.where(Page.status == FAILED)),
        unsent=night.connector is not None and standing is not None and standing.waits,
        trouble=trouble,
        note=_from_the_gateway(standing) or _to_do(dossier, grave, trouble, held),
    )


def _rank(row: FindingRow) -> tuple[bool, bool]:
    """What is missing first, then what contradicts, then what is only doubtful."""
    return (row.severity != "error", not contradicts(row.code, row.severity))


def _count(session: Session, rows: Select[int]) -> int:
    return session.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _to_do(dossier: Dossier, grave: Sequence[FindingRow], trouble: str, held: str) -> str:
    if trouble:
        return _trouble_sentence(trouble)
    refused = [document for document in dossier.documents if document.refused]
    if refused:
        return f"{refused[0].name}: {refused[0].refusal_reason}"
    for page in (page for document in dossier.documents for page in document.pages):
        if page.status == FAILED and not page.document.withdrawn:
            return _("{file}, page {pages}: {problem}").format(
                file=page.document.name, pages=page.number, problem=why_failed(page.reason)
            )
    if held or dossier.state in FINE or not grave:
        return held
    first = str(grave[0].data.get("clerk", ""))
    more = len(grave) - 1
    return _("{first} (and {more} more)").format(first=first, more=more) if more else first


def _from_the_gateway(standing: DossierStanding | None) -> str:
    return remark(standing.as_json(load_catalogue())) if standing else ""


def _trouble_sentence(step: str) -> str:
    if step == PACKAGING:
        return _("Its files could not be made; run again, then look at the log.")
    return _("It could not be checked; run again, then look at the log.")
