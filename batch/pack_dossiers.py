"""The packaging step: the PDFs of every complete dossier, on all cores, and its row in the outbox."""

from __future__ import annotations

from batch.claims import Claims
from batch.night_context import Night, one_dossier
from batch.night_log import include
from batch.package import PackageSettings
from batch.package_store import package_dossier, waiting_for_package
from intake.progress import progress
from templates.messages import _


def pack_complete(night: Night, claims: Claims) -> None:
    """Package and queue all dossiers that are complete, also those a person finished during the day."""
    settings = PackageSettings(night.settings.portal_limit_mb)
    waiting = [dossier for dossier in waiting_for_package(night.store) if claims.claim(dossier)]
    with progress(_("Packaging"), len(waiting), unit=_("dossiers")) as advance:
        for dossier in waiting:
            include(night, dossier)
            with one_dossier(night, dossier, "package"):
                package_dossier(night.store, dossier, night.catalogue, settings, who=night.who)
            advance(1)
