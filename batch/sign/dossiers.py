# SPDX-License-Identifier: Apache-2.0
"""Signing the packages that wait to be sent, at a person's word and at night; one that can't be signed costs
only itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from batch.outbox.fatal import stops_the_run
from batch.sign.errors import SignerError, SigningSetupError
from batch.sign.registry import OfficeSigner
from batch.store.package_files import is_signed
from batch.store.packages import PackageRecord, newest_package
from intake.dossier.search.sought import Sought
from intake.dossier.states import State
from intake.store.store import Store
from templates.errors import SohoaError


@dataclass(frozen=True, slots=True)
class SignedDossier:
    """What became of one dossier: its signed package, or why there is none; neither: it was signed before."""

    dossier: str
    package: PackageRecord | None = None
    problem: SohoaError | None = None


def to_sign(store: Store, typed: str | None) -> Sequence[str]:
    """The dossier that a person means, or all that wait to be sent and are not signed (None), oldest first.

    Raises:
        UnknownDossierError: there is none.
    """
    with store.read() as session:
        if typed is not None:
            return [store.find(session, typed).id]
        queued = [dossier.id for dossier in store.list(session, Sought(states=(State.QUEUED,)))]
        newest = {dossier: newest_package(session, dossier) for dossier in reversed(queued)}
    return [dossier for dossier, package in newest.items() if package and not is_signed(package.manifest)]


def sign_dossiers(
    store: Store, dossiers: Iterable[str], signer: OfficeSigner, *, who: str, anew: bool = False
) -> Iterator[SignedDossier]:
    """Sign the packages of the dossiers one by one; the key is opened once, and a person asked once.

    Raises:
        SigningSetupError: a setting of the signer is missing or wrong.
        SignerError: the key may not sign, or can't now; those signed before stay signed.
        StorageFullError: the disk is full.
    """
    from batch.sign.certificate import refuse_unfit
    from batch.sign.marks import HowToSign
    from batch.sign.package import sign_package
    from batch.sign.package import to_sign as found_to_sign

    how = HowToSign.of(signer.settings)
    with signer.opened() as key:
        assert key.signing_cert is not None
        refuse_unfit(key.signing_cert, store.clock())
        for dossier in dossiers:
            try:
                what = found_to_sign(store, dossier, anew=anew)
                package = sign_package(store, what, key, how, who=who) if what else None
            except SohoaError as error:
                if stops_the_run(error) or isinstance(error, SignerError | SigningSetupError):
                    raise
                yield SignedDossier(dossier, problem=error)
            else:
                yield SignedDossier(dossier, package)
