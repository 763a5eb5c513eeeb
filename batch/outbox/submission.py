# SPDX-License-Identifier: Apache-2.0
"""A packaged dossier as the connectors take it: values of the form, components, files checked on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

from batch.errors import BatchError
from batch.gateway.contract import OutgoingComponent, OutgoingFile, PaperFacts, Submission
from batch.gateway.fieldmaps.filling import edition_of
from batch.outbox.package_basis import basis_of
from batch.outbox.paper_facts import paper_facts
from batch.store.package_files import is_signed, opened
from batch.store.packages import PackageRecord, package_of
from intake.dossier.sending.outbox_words import UNSIGNED
from intake.errors import DamagedObjectError
from intake.form.autofill import statements
from intake.services.counter.reception import requester_of
from intake.services.facts_of import pages_of
from intake.services.recording import served_of
from intake.services.reviewing.standing import Undecided, first_undecided
from intake.store.dossier.pages import pages_left
from intake.store.store import Store
from intake.store.transaction import Transaction
from templates.catalogue.loading import load_catalogue
from templates.language.messages import _

_Named = dict[str, Any]


class DamagedPackageError(BatchError):
    """A file of a package is gone or no longer what the manifest says."""

    trouble = "damaged-package"

    @classmethod
    def of(cls, dossier: str, name: str) -> Self:
        return cls(
            _("The file {name} of dossier {dossier} is missing or was changed.").format(
                name=name, dossier=dossier
            ),
            _("Make it again with: sohoa package {dossier}").format(dossier=dossier),
        )


class OutdatedPackageError(DamagedPackageError):
    """The dossier is no longer what its package was made of: not all of it was read, checked and shown."""

    trouble = "outdated-package"

    @classmethod
    def unread(cls, dossier: str, pages: int) -> Self:
        return cls(
            _("Pages of dossier {dossier} not read yet: {count}; so it is not sent.").format(
                dossier=dossier, count=pages
            ),
            _("Read them with: sohoa add {dossier}").format(dossier=dossier),
        )

    @classmethod
    def changed(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} was changed after it was packaged; so it is not sent.").format(
                dossier=dossier
            ),
            _("Check it, then package it again: sohoa check {dossier}").format(dossier=dossier),
        )


class UndecidedPackageError(DamagedPackageError):
    """Something about the dossier stops everything until a person decides it."""

    @classmethod
    def found(cls, dossier: str, finding: Undecided) -> Self:
        told = _("Dossier {dossier} is not sent: {finding}")
        return cls(told.format(dossier=dossier, finding=finding.clerk), finding.todo(dossier))


class OthersPapersError(UndecidedPackageError):
    """Papers of other people may lie in the dossier, and nobody decided that."""

    trouble = "papers-of-others"


class DoubleDossierError(UndecidedPackageError):
    """Another dossier may be of the same matter, and nobody decided that."""

    trouble = "double"


class UnsignedPackageError(DamagedPackageError):
    """Nobody signed the package, and the settings say that such a one is not sent."""

    trouble = UNSIGNED

    @classmethod
    def found(cls, dossier: str) -> Self:
        return cls(
            _("Dossier {dossier} is not signed digitally; so it is not sent.").format(dossier=dossier),
            _("Sign it with: sohoa sign {dossier}").format(dossier=dossier),
        )


@contextmanager
def submission_of(
    store: Store, dossier_id: str, package_id: int, *, copy: str = "portal", must_be_signed: bool = False
) -> Iterator[Submission]:
    """What to send for the package, whose files stay as long as the context is open; ``copy`` is ``portal``
    or ``master``.

    Raises:
        UnsignedPackageError: it ``must_be_signed`` and is not.
        OutdatedPackageError: papers, pages or values are not those that were packaged.
        OthersPapersError: papers may be of other people.
        DoubleDossierError: another dossier may be of the same matter.
        DamagedPackageError: a file does not have the bytes that were packaged.
        ObjectStoreError: it is kept elsewhere, and can't be had now.
    """
    with store.read() as session:
        dossier = store.get(session, dossier_id)
        package = package_of(session, package_id)
        _refuse_outdated(store, session, package)
        values = _form_of(store, session, dossier_id)
        folder, manifest = store.home / package.folder, package.manifest
        if must_be_signed and not is_signed(manifest):
            raise UnsignedPackageError.found(dossier_id)
        requester = requester_of(store, session, dossier_id)
        said = statements(pages_of(store, session, dossier_id))
        served = served_of(store, session, dossier_id)
    catalogue = load_catalogue()
    edition = edition_of(dossier.procedure, dossier.received_at, catalogue)
    with ExitStack() as files:

        def at_hand(file: _Named) -> Path:
            try:
                return files.enter_context(opened(store.objects, folder, file))
            except DamagedObjectError as error:
                raise DamagedPackageError.of(dossier_id, file["file"]) from error

        components = tuple(
            _component(entry, copy, at_hand, paper_facts(entry, said, edition, catalogue))
            for entry in manifest["components"]
        )
        yield Submission(
            dossier_id,
            dossier.procedure,
            dossier.received_at,
            values,
            components,
            dossier.answers,
            requester,
            is_signed(manifest),
            dossier.due_on,
            unsigned=str(manifest.get("of") or "") if is_signed(manifest) else "",
            served=served,
        )


def draft_of(store: Store, dossier_id: str) -> Submission:
    """What the dossier's form says now, and of which kinds its papers are; no file, no package."""
    with store.read() as session:
        dossier = store.get(session, dossier_id)
        values = _form_of(store, session, dossier_id)
        requester = requester_of(store, session, dossier_id)
        served = served_of(store, session, dossier_id)
        kinds = {reading.kind for reading in store.readings_by_page(session, dossier_id).values()}
    papers = tuple(OutgoingComponent("", "", (), kind) for kind in sorted(kinds))
    told = dossier.procedure, dossier.received_at, values, papers, dossier.answers, requester
    return Submission(dossier_id, *told, due_on=dossier.due_on, served=served)


def _form_of(store: Store, session: Transaction, dossier_id: str) -> dict[str, str]:
    return {key: row.value for key, row in store.form_values(session, dossier_id).items() if row.value}


def _refuse_outdated(store: Store, session: Transaction, package: PackageRecord) -> None:
    if left := pages_left(session, package.dossier_id):
        raise OutdatedPackageError.unread(package.dossier_id, left)
    # An earlier version kept no basis; there the unread pages tell what came after packaging.
    if package.basis and package.basis != basis_of(store, session, package.dossier_id):
        raise OutdatedPackageError.changed(package.dossier_id)
    if (first := first_undecided(store, session, package.dossier_id)) and first.stops:
        raise (OthersPapersError if first.others else DoubleDossierError).found(package.dossier_id, first)


def _component(
    entry: dict[str, Any], copy: str, at_hand: Callable[[_Named], Path], facts: PaperFacts
) -> OutgoingComponent:
    files = entry["portal"] if copy == "portal" else [entry["master"]]
    outgoing = tuple(
        OutgoingFile(at_hand(file), file["file"], file["sha256"], file["bytes"]) for file in files
    )
    return OutgoingComponent(entry["code"], entry["name"], outgoing, entry.get("kind", ""), facts)
