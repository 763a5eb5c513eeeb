# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with the processes and computers that read pages."""

from __future__ import annotations

from typing import Self

from intake.errors.root import IntakeError
from templates.language.messages import _


class WorkersError(IntakeError):
    """The processes that read pages can't be started."""

    @classmethod
    def not_started(cls) -> Self:
        return cls(
            _("The processes that read pages could not be started."),
            _("Close other programs or use fewer workers, then run again; see sohoa doctor."),
        )


class ClusterError(WorkersError):
    """The cluster (Dask) that reads pages can't be reached or used."""

    @classmethod
    def not_an_address(cls, address: str) -> Self:
        return cls(
            _("{address} is not the address of a cluster.").format(address=address),
            _("Give the scheduler's: tls://computer:8786, or tcp://127.0.0.1:8786 on this computer."),
        )

    @classmethod
    def not_encrypted(cls, address: str) -> Self:
        return cls(
            _(
                "What goes to {address} is not encrypted, and whoever reads along sees people's papers."
            ).format(address=address),
            _(
                "Use tls://, or set reading.plain_cluster = true if nobody else reaches that network; "
                "see docs/province.md."
            ),
        )

    @classmethod
    def shown_to_all(cls, address: str, port: int) -> Self:
        return cls(
            _("The scheduler at {address} shows anybody what is read (port {port}).").format(
                address=address, port=port
            ),
            _(
                "Start it with --no-dashboard --dashboard-address 127.0.0.1:0, or set reading.plain_cluster "
                "= true if nobody else reaches that network; see docs/province.md."
            ),
        )

    @classmethod
    def not_installed(cls) -> Self:
        return cls(
            _("Reading on several computers needs a package that is not installed."),
            _("Install it: pip install 'sohoa[cluster]'"),
        )

    @classmethod
    def away(cls, address: str) -> Self:
        return cls(
            _("The cluster at {address} does not answer.").format(address=address),
            _("See whether its scheduler runs there; without --cluster the pages are read on this computer."),
        )

    @classmethod
    def without_workers(cls, address: str) -> Self:
        return cls(
            _("The cluster at {address} has no worker.").format(address=address),
            _("Start one on each computer: sohoa cluster work {address}").format(address=address),
        )

    @classmethod
    def lost(cls, address: str) -> Self:
        return cls(
            _("The cluster at {address} was lost while pages were read.").format(address=address),
            _("Run the same command again: it goes on where it stopped."),
        )

    @classmethod
    def other_version(cls, theirs: str, ours: str) -> Self:
        return cls(
            _("A worker of the cluster runs sohoa {theirs}, this computer {ours}.").format(
                theirs=theirs, ours=ours
            ),
            _("Install the same version on all of them, then run again."),
        )

    @classmethod
    def other_catalogue(cls) -> Self:
        return cls(
            _("A worker of the cluster has other forms and procedures than this computer."),
            _("Install the same catalogue and own forms on all of them, restart the workers, run again."),
        )

    @classmethod
    def without_certificates(cls, role: str) -> Self:
        return cls(
            _("For tls:// Dask's configuration names no certificates."),
            _(
                "Set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__TLS__{role}__CERT and …__TLS__{role}__KEY; "
                "see docs/province.md."
            ).format(role=role),
        )

    @classmethod
    def worker_ended(cls, address: str) -> Self:
        return cls(
            _("The worker for the cluster at {address} has ended.").format(address=address),
            _("See whether its scheduler runs and can be reached, then start it again."),
        )
