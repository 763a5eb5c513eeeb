# SPDX-License-Identifier: Apache-2.0
"""The kept papers, above all where they are kept elsewhere."""

from __future__ import annotations

from typing import Self

from intake.errors.store import StoreError
from templates.language.messages import _


class ObjectStoreError(StoreError):
    """The store elsewhere in which the papers are kept can't be used just now; nothing half-done is left."""

    @classmethod
    def away(cls, place: object) -> Self:
        return cls(_("The object store {place} does not answer.").format(place=place), cls._run_again())

    @classmethod
    def busy(cls, place: object) -> Self:
        return cls(_("The object store {place} is too busy just now.").format(place=place), cls._run_again())

    @classmethod
    def refused(cls, place: object) -> Self:
        return cls(
            _("The object store {place} does not let this program in.").format(place=place),
            _(
                "Check store.objects_key and its secret (SOHOA_STORE__OBJECTS_SECRET or the keyring), and "
                "that they may read and write there; then run the same command again."
            ),
        )

    @classmethod
    def missing(cls, place: object) -> Self:
        return cls(
            _("There is no object store {place}.").format(place=place),
            _("Have its bucket or folder made, or correct store.objects in the settings."),
        )

    @classmethod
    def full(cls, place: object) -> Self:
        return cls(
            _("The object store {place} has no room left; the paper was not kept.").format(place=place),
            _("Have whoever looks after it make room, then run the same command again."),
        )

    @classmethod
    def altered(cls, place: object) -> Self:
        return cls(
            _("What arrived in the object store {place} is not what was sent; it was not kept.").format(
                place=place
            ),
            _("Run the same command again; if this happens again, have network and server checked."),
        )

    @classmethod
    def not_installed(cls, scheme: str, extra: str) -> Self:
        return cls(
            _("What this program needs to reach {scheme}:// is not installed.").format(scheme=scheme),
            _("Install it with: pip install {package}").format(package=extra),
        )

    @classmethod
    def no_secret(cls, key: str) -> Self:
        return cls(
            _("There is no secret for the object store's key {key}.").format(key=key),
            _("Set SOHOA_STORE__OBJECTS_SECRET, or put it into the keyring: {command}").format(
                command=f"keyring set sohoa {key}"
            ),
        )

    @classmethod
    def unknown_to_worker(cls, place: object) -> Self:
        return cls(
            _("A worker of the cluster does not keep its papers at {place}.").format(place=place),
            _(
                "Have its settings name the same store.objects, with key and secret of its own, and start it "
                "anew."
            ),
        )

    @staticmethod
    def _run_again() -> str:
        return _(
            "Check the network and the server, then run the same command again: it goes on where it stopped."
        )


class DamagedObjectError(StoreError):
    """A kept file does not have the SHA-256 it is kept under."""

    @classmethod
    def in_store(cls, name: str, place: object) -> Self:
        return cls(
            _("A kept paper is missing or altered in the object store {place}: {name}.").format(
                place=place, name=name
            ),
            _("Have the store's last copy of it brought back, or add the paper again from its scan."),
        )
