# SPDX-License-Identifier: Apache-2.0
"""The rows of a package: files in place first, then package, components, outbox row and states in one
transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from batch.errors import PackageError
from batch.outbox import outbox
from batch.outbox.came_back import why_closed, why_returned
from batch.outbox.package_basis import basis_of
from batch.package.manifest import TOO_LARGE, ComponentEntry
from batch.package.pack_work import BuiltPackage, PackagePlan
from batch.package.plan import plan_package
from batch.package.stops import refuse_stopped
from batch.store.outbox_rows import of_dossier
from batch.store.package_files import is_signed, is_whole
from batch.store.packages import (
    ComponentRecord,
    PackageRecord,
    add_package,
    newest_package,
    set_basis,
)
from intake.dossier.journal import What
from intake.dossier.search.sought import Sought
from intake.dossier.state_words import held_by
from intake.dossier.states import CLOSED, State
from intake.dossier.stored import Dossier
from intake.errors import OnItsWayError
from intake.services.fill_and_check import check
from intake.services.reviewing.standing import Undecided, first_undecided
from intake.store.dossier.journal import events_of_many, holds
from intake.store.dossier.pages import pages_left
from intake.store.queue.leases import moment
from intake.store.queue.queue_exit import refuse_on_its_way
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import Catalogue

READY = (State.COMPLETE, State.PACKAGED)
"""States of dossiers that wait to be packaged (or were when a run was killed)."""


def waiting_for_package(store: Store) -> Sequence[str]:
    """The ids of the dossiers that are complete and not yet on their way, oldest first."""
    with store.read() as session:
        return [dossier.id for dossier in reversed(store.list(session, Sought(states=READY)))]


def judge_anew(store: Store, dossier_id: str, catalogue: Catalogue, *, commune: str) -> None:
    """Judge a dossier that waits to be packaged once more: since a person finished it, rules may have come
    and days gone by. What is found now leads it back, and ``plan_ready`` says why. ``commune``: the office's.
    One that was brought here complete, and that no check of this store led on, stays as it is.
    """
    with store.read() as session:
        waits = store.get(session, dossier_id).state in READY
        checked = waits and events_of_many(session, [dossier_id], What.CHECKED)
    if checked:
        check(store, dossier_id, catalogue, now=store.clock(), commune=commune)


def plan_ready(
    store: Store, dossier_id: str, catalogue: Catalogue, *, asked_for: bool = False
) -> PackagePlan:
    """What the package of a complete dossier will hold.

    Raises PackageError: nothing to pack, the dossier is not complete, its package may not change any more, or
    making it was stopped too often and no person has ``asked_for`` another try.
    """
    with store.read() as session:
        dossier = store.get(session, dossier_id)
        refuse_unready(store, session, dossier)
        plan = plan_package(store, session, dossier, catalogue)
        if not asked_for:
            refuse_stopped(session, plan)
        return plan


def keep_package(
    store: Store, dossier_id: str, built: BuiltPackage, *, who: str, must_be_signed: bool = False
) -> None:
    """Record a package whose files are in place, and queue it, in one transaction; the same again changes
    nothing, and one that was signed since then stays signed.

    A complete dossier goes on to queued. One with a file the portal would not take is packaged but not
    queued, one that ``must_be_signed`` waits there until it is. Raises PackageError where the dossier has
    changed since it was planned.
    """
    same = _same_package(store, dossier_id, built.manifest.content_key)

    def record(session: Transaction) -> None:
        package = _record(store, session, dossier_id, built, same, who=who)
        if package is not None:
            outbox.enqueue(store, session, dossier_id, package.id, who=who)
            if must_be_signed and not is_signed(package.manifest):
                outbox.wait_for_signature(session, dossier_id)

    store.write(record)


def _same_package(store: Store, dossier_id: str, key: str) -> int | None:
    """The package of the dossier that was made last, if it is this very one, or this one signed and whole."""
    with store.read() as session:
        newest = newest_package(session, dossier_id)
    if newest is None or key not in (newest.content_key, newest.manifest.get("of")):
        return None
    return newest.id if newest.content_key == key or is_whole(store, newest) else None


def refuse_unready(store: Store, session: Transaction, dossier: Dossier) -> None:
    """Raise PackageError where the dossier is not complete, or its package may not change any more."""
    if dossier.state in (*CLOSED, State.QUEUED):
        _refuse_gone(store, session, dossier)
    if left := pages_left(session, dossier.id):
        raise PackageError.unread(dossier.id, left)
    if dossier.state not in (*READY, State.QUEUED):
        raise _why_not_ready(store, session, dossier)
    # The check leads such a dossier back; whose papers are sent is not to hang on that alone.
    if (first := first_undecided(store, session, dossier.id)) and first.stops:
        raise _undecided(dossier.id, first)


def _refuse_gone(store: Store, session: Transaction, dossier: Dossier) -> None:
    """Only what nobody sends and what never left the desk may be made anew."""
    if dossier.state is State.REJECTED:
        raise PackageError(*why_closed(store, session, dossier.id))
    entry = of_dossier(session, dossier.id)
    if dossier.state in CLOSED or entry is None:
        raise PackageError.already_sent(dossier.id)
    try:
        refuse_on_its_way(entry, dossier.id, moment(session, store.clock))
    except OnItsWayError as error:
        raise PackageError(error.sentence, error.advice) from error


def _why_not_ready(store: Store, session: Transaction, dossier: Dossier) -> PackageError:
    """What a person must do before a dossier can be packaged."""
    if (held := holds(session, [dossier.id]).get(dossier.id)) is not None:
        return PackageError.held(dossier.id, held_by(held))
    if dossier.state is State.RETURNED:
        return PackageError(*why_returned(session, dossier.id, dossier.state))
    first = first_undecided(store, session, dossier.id)
    if first and first.stops:
        return _undecided(dossier.id, first)
    if dossier.state is State.INCOMPLETE:
        return PackageError.not_complete(dossier.id)
    if count := store.waiting_for_review(session, dossier.id):
        return PackageError.to_review(dossier.id, count)
    if first:
        return _undecided(dossier.id, first)
    return PackageError.unchecked(dossier.id)


def _undecided(dossier: str, first: Undecided) -> PackageError:
    return PackageError.undecided(dossier, first.clerk, first.todo(dossier))


def _record(
    store: Store, session: Transaction, dossier_id: str, built: BuiltPackage, same: int | None, *, who: str
) -> PackageRecord | None:
    """The package that is to be sent; None for one that the portal would not take."""
    dossier = store.get(session, dossier_id)
    refuse_unready(store, session, dossier)
    if basis_of(store, session, dossier_id) != built.basis:
        raise PackageError.changed_meanwhile(dossier_id)
    too_large = TOO_LARGE in built.manifest.findings
    if too_large and dossier.state is State.QUEUED:
        raise PackageError.too_large(dossier_id)
    key = built.manifest.content_key
    newest = newest_package(session, dossier_id)
    if newest is None or newest.id != same:
        newest = _add(store, session, dossier_id, built, (newest.number if newest else 0) + 1)
        told = {"number": newest.number, "folder": newest.folder, "sha256": key}
        store.note(session, dossier_id, What.PACKAGED, who=who, data=told)
    set_basis(session, newest.id, built.basis)
    if dossier.state is State.COMPLETE:
        store.advance(session, dossier_id, State.PACKAGED, who=who)
    return None if too_large else newest


def _add(
    store: Store, session: Transaction, dossier_id: str, built: BuiltPackage, number: int
) -> PackageRecord:
    folder = str(built.folder.relative_to(store.home))
    return add_package(
        session,
        dossier_id,
        number=number,
        folder=folder,
        content_key=built.manifest.content_key,
        manifest=built.manifest.as_dict(),
        components=[component_record(folder, entry) for entry in built.manifest.components],
        now=store.clock(),
    )


def component_record(folder: str, entry: ComponentEntry) -> ComponentRecord:
    """A component's row; ``folder`` is relative to the store's home."""
    first = entry.portal[0] if entry.portal else None
    return ComponentRecord(
        code=entry.code,
        kind=entry.kind,
        name=entry.name,
        pages=entry.master.pages,
        master_path=f"{folder}/{entry.master.file}",
        master_sha256=entry.master.sha256,
        master_bytes=entry.master.bytes,
        manifest={"portal": [part.file for part in entry.portal], "findings": list(entry.findings)},
        portal_path=f"{folder}/{first.file}" if first else "",
        portal_sha256=first.sha256 if first else "",
        portal_bytes=first.bytes if first else 0,
    )
