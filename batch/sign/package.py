# SPDX-License-Identifier: Apache-2.0
"""A dossier's package signed: each of its files with the signature behind its bytes, in ``signed/`` of the
package's folder with a manifest of its own; then its row and that of the outbox, in one transaction.

The unsigned files stay where they are. Whatever a process that was killed has left is made again by the next
one: until a row names them, signed files count for nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from batch.outbox import outbox
from batch.outbox.package_basis import basis_of
from batch.outbox.submission import DamagedPackageError
from batch.package.manifest import FILE_NAME, FileEntry, PackageManifest, SignatureEntry
from batch.package.package import SIGNED, empty_part, keep_files, put_in_place
from batch.package.portal import BYTES_PER_MB
from batch.package.store import component_record, refuse_unready
from batch.sign.archival import is_archival
from batch.sign.certificate import holder_of
from batch.sign.errors import SignerError, SigningError
from batch.sign.looking import NoPdfError, signatures_in
from batch.sign.marks import HowToSign
from batch.sign.pdf import signed
from batch.store.outbox_rows import of_dossier
from batch.store.package_files import is_signed, is_whole, opened
from batch.store.packages import PackageRecord, add_package, newest_package, package_by_key, set_basis
from intake.dossier.journal import What
from intake.dossier.sending.outbox_words import PERHAPS_SENT
from intake.dossier.states import State
from intake.errors import DamagedObjectError
from intake.settings.signing import Profile
from intake.store.objects import telling_of_full_disk
from intake.store.store import Store
from intake.store.synced import write_synced
from intake.store.transaction import Transaction

if TYPE_CHECKING:
    from pathlib import Path

    from pyhanko.sign import Signer


@dataclass(frozen=True, slots=True)
class ToSign:
    """A package that nobody signed, and the dossier's newest: itself, or an earlier signing of it."""

    unsigned: PackageRecord
    newest: PackageRecord


def to_sign(store: Store, dossier_id: str, *, anew: bool) -> ToSign | None:
    """What is to be signed of a dossier; None where it is signed already, unless it is to be signed ``anew``.

    Raises:
        SigningError: it does not wait to be sent.
        PackageError: it was changed, or its package may not change any more.
    """
    with store.read() as session:
        _refuse_elsewhere(store, session, dossier_id)
        newest = newest_package(session, dossier_id)
        if newest is None:
            raise SigningError.not_waiting(dossier_id)
        _refuse_changed(store, session, newest)
        if not is_signed(newest.manifest):
            return ToSign(newest, newest)
        if not anew and is_whole(store, newest):  # else another signing was killed before its row
            return None
        return ToSign(package_by_key(session, dossier_id, newest.manifest["of"]), newest)


def sign_package(store: Store, what: ToSign, signer: Signer, how: HowToSign, *, who: str) -> PackageRecord:
    """Sign every file of the package, and have the signed ones sent.

    Raises:
        SigningError: a file could not be signed so that it holds, or the dossier was changed meanwhile.
        SignerError: the signer can't sign at all.
        DamagedPackageError: a file does not have the bytes that were packaged.
        StorageFullError, ObjectStoreError: there is no room for the files, or they can't be had.
    """
    dossier = what.unsigned.dossier_id
    folder = store.packages / dossier / SIGNED
    with telling_of_full_disk(), empty_part(store.packages, dossier) as part:
        manifest = _signed_files(store, what.unsigned, part, signer, how)
        write_synced(part / FILE_NAME, manifest.to_bytes())
        if store.objects.shared:
            keep_files(part, store.objects)
        put_in_place(part, folder)
    return store.write(lambda session: _record(store, session, what, manifest, folder, who=who))


def _signed_files(
    store: Store, package: PackageRecord, part: Path, signer: Signer, how: HowToSign
) -> PackageManifest:
    unsigned = PackageManifest.of_dict(package.manifest)
    components = []
    for entry in unsigned.components:
        master = _sign_file(store, package, entry.master, part, signer, how, is_master=True)
        portal = tuple(_sign_file(store, package, one, part, signer, how) for one in entry.portal)
        components.append(replace(entry, master=master, portal=portal))
    signature = _signature(signer, how, store.clock())
    return replace(unsigned, components=tuple(components), of=package.content_key, signatures=(signature,))


def _signature(signer: Signer, how: HowToSign, now: datetime) -> SignatureEntry:
    assert signer.signing_cert is not None
    holder = holder_of(signer.signing_cert)
    return SignatureEntry(holder.name, holder.serial, holder.issuer, now, how.profile)


def _sign_file(
    store: Store,
    package: PackageRecord,
    file: FileEntry,
    part: Path,
    signer: Signer,
    how: HowToSign,
    *,
    is_master: bool = False,
) -> FileEntry:
    plain = _bytes_of(store, package, {"file": file.file, "sha256": file.sha256})
    made = sign_bytes(plain, file.file, signer, how, archival=is_master)
    if not is_master and len(made) > how.portal_limit_mb * BYTES_PER_MB:
        raise SigningError.too_large(file.file, how.portal_limit_mb)
    write_synced(part / file.file, made)
    return FileEntry(file.file, sha256(made).hexdigest(), len(made), file.pages)


def sign_bytes(plain: bytes, name: str, signer: Signer, how: HowToSign, *, archival: bool) -> bytes:
    """The PDF ``plain`` with the signature behind it, looked at again; ``archival``: a PDF/A must stay one.

    Raises:
        SigningError: it could not be signed so that it holds.
        SignerError: the signer can't sign at all.
    """
    with _telling_of_signer(how):
        made = asyncio.run(signed(plain, signer, how.marks))
    _require_sound(made, plain, signer, name, how.profile)
    if archival and not is_archival(made):
        raise SigningError.not_archivable(name)
    return made


def _bytes_of(store: Store, package: PackageRecord, file: Mapping[str, Any]) -> bytes:
    try:
        with opened(store.objects, store.home / package.folder, file) as path:
            return path.read_bytes()
    except DamagedObjectError as error:
        raise DamagedPackageError.of(package.dossier_id, file["file"]) from error


@contextmanager
def _telling_of_signer(how: HowToSign) -> Iterator[None]:
    from pyhanko.sign.general import SigningError as NotSignedError
    from pyhanko.sign.timestamps import TimestampRequestError

    try:
        yield
    except TimestampRequestError as error:
        raise SignerError.away(how.timestamp_url) from error
    except NotSignedError as error:
        raise (SignerError.no_proofs() if how.profile == "B-LT" else SignerError.failed()) from error
    except (ValueError, TypeError, LookupError) as error:  # what a server answered is none of what it should
        raise SignerError.failed() from error


def _require_sound(made: bytes, plain: bytes, signer: Signer, name: str, profile: Profile) -> None:
    """What was signed is looked at again, as whoever gets it will do."""
    assert signer.signing_cert is not None
    try:
        found = signatures_in(made)
    except NoPdfError as error:
        raise SigningError.not_sound(name) from error
    ours = holder_of(signer.signing_cert).serial
    holds = [one.serial for one in found if one.is_sound and (profile == "B-B" or one.stamped)]
    if not made.startswith(plain) or holds != [ours]:
        raise SigningError.not_sound(name)


def _refuse_elsewhere(store: Store, session: Transaction, dossier_id: str) -> None:
    dossier = store.get(session, dossier_id)
    refuse_unready(store, session, dossier)
    if dossier.state is not State.QUEUED:
        raise SigningError.not_waiting(dossier_id)
    entry = of_dossier(session, dossier_id)
    if entry is not None and entry.trouble == PERHAPS_SENT:
        # Signed, its files have other hashes: the gateway, asked for these, would know nothing of it.
        raise SigningError.perhaps_sent(dossier_id)


def _refuse_changed(store: Store, session: Transaction, package: PackageRecord) -> None:
    if package.basis != basis_of(store, session, package.dossier_id):
        raise SigningError.changed_meanwhile(package.dossier_id)


def _record(
    store: Store, session: Transaction, what: ToSign, manifest: PackageManifest, folder: Path, *, who: str
) -> PackageRecord:
    dossier = what.unsigned.dossier_id
    _refuse_elsewhere(store, session, dossier)
    newest = newest_package(session, dossier)
    if newest is None or newest.id != what.newest.id:
        raise SigningError.changed_meanwhile(dossier)
    _refuse_changed(store, session, newest)
    relative, key = str(folder.relative_to(store.home)), manifest.content_key
    made = add_package(
        session,
        dossier,
        number=newest.number + 1,
        folder=relative,
        content_key=key,
        manifest=manifest.as_dict(),
        components=[component_record(relative, entry) for entry in manifest.components],
        now=store.clock(),
    )
    set_basis(session, made.id, newest.basis)
    (signature,) = manifest.signatures
    told = {"certificate": signature.serial, "profile": signature.profile}
    data = {"number": made.number, "folder": relative, "sha256": key, **told}
    store.note(session, dossier, What.PACKAGED, who=who, data=data)
    outbox.enqueue(store, session, dossier, made.id, who=who)
    return made
