# SPDX-License-Identifier: Apache-2.0
"""Making the PDFs of complete dossiers and queueing them; one that can't be packaged costs only itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from batch.outbox.fatal import stops_the_run
from batch.package.apart import pack_apart
from batch.package.manifest import SIGNATURE_LOST, TOO_LARGE
from batch.package.pack_work import BuiltPackage, HowToPack, PackagePlace, PackTask
from batch.package.stops import built_of
from batch.package.store import judge_anew, keep_package, plan_ready, waiting_for_package
from intake.dossier.state_words import PACKAGE
from intake.reading.workers import TaskOutcome
from intake.store.queue.nights import try_again
from intake.store.store import Store
from templates.catalogue.loading import Catalogue
from templates.errors import SohoaError
from templates.language.messages import _


@dataclass(frozen=True, slots=True)
class Packaged:
    """What became of one dossier: its package, or why there is none."""

    dossier: str
    built: BuiltPackage | None = None
    problem: SohoaError | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """What a component lacks that a person has to know of: the ``code`` of its finding (``batch.package.
    manifest``), what it is, and what can be done.
    """

    code: str
    sentence: str
    advice: str


def lacks_of(manifest: Mapping[str, Any]) -> list[Lack]:
    """What the components of a package lack, in their order; ``manifest`` as plain values."""
    lacks = []
    for entry in manifest["components"]:
        if TOO_LARGE in entry["findings"]:
            told = _("{name}: no copy of it can be made small enough for the portal.")
            advice = _("Scan it again at 200–300 dpi, or ask for a higher portal_limit_mb.")
            lacks.append(Lack(TOO_LARGE, told.format(name=entry["name"]), advice))
        if SIGNATURE_LOST in entry["findings"]:
            told = _("{name}: the paper bears a digital signature, and its copies do not.")
            advice = _("Where the signature counts, hand on the file as it came; it is kept unchanged.")
            lacks.append(Lack(SIGNATURE_LOST, told.format(name=entry["name"]), advice))
    return lacks


def to_package(store: Store, typed: str | None) -> Sequence[str]:
    """The dossier that a person means, or all that wait (None).

    Raises:
        UnknownDossierError: there is none.
    """
    if typed is None:
        return waiting_for_package(store)
    with store.read() as session:
        return [store.find(session, typed).id]


def package_dossiers(
    store: Store,
    dossiers: Iterable[str],
    catalogue: Catalogue,
    how: HowToPack,
    *,
    who: str,
    asked_for: bool = False,
) -> Iterator[Packaged]:
    """Package the dossiers, as they get done. ``asked_for``: a person named them, so one that was set aside
    is tried again.

    Raises:
        StorageFullError: the disk is full.
        WorkersError: no process can be started to make the files.
    """
    refused: list[Packaged] = []
    tasks = _tasks(store, dossiers, catalogue, how, refused, asked_for=asked_for)
    with closing(pack_apart(tasks, how)) as outcomes:
        for outcome in outcomes:
            yield from _taken(refused)
            yield _kept(store, outcome, who=who, must_be_signed=how.wishes.must_be_signed)
    yield from _taken(refused)


def _tasks(
    store: Store,
    dossiers: Iterable[str],
    catalogue: Catalogue,
    how: HowToPack,
    refused: list[Packaged],
    *,
    asked_for: bool,
) -> Iterator[PackTask]:
    for dossier in dossiers:
        try:
            judge_anew(store, dossier, catalogue, commune=how.commune)
            plan = plan_ready(store, dossier, catalogue, asked_for=asked_for)
        except SohoaError as error:
            refused.append(_problem(dossier, error))
        else:
            yield PackTask(plan, PackagePlace(store.packages, store.objects), how.wishes)


def _kept(
    store: Store, outcome: TaskOutcome[PackTask, BuiltPackage], *, who: str, must_be_signed: bool
) -> Packaged:
    dossier = outcome.task.plan.dossier
    try:
        built = built_of(store, outcome, who=who)
        keep_package(store, dossier, built, who=who, must_be_signed=must_be_signed)
        store.write(lambda session: try_again(session, dossier, PACKAGE))
    except SohoaError as error:
        return _problem(dossier, error)
    return Packaged(dossier, built)


def _problem(dossier: str, error: SohoaError) -> Packaged:
    """What keeps one dossier from being packaged; raises what would keep every other as well."""
    if stops_the_run(error):
        raise error
    return Packaged(dossier, problem=error)


def _taken(refused: list[Packaged]) -> list[Packaged]:
    taken, refused[:] = list(refused), []
    return taken
