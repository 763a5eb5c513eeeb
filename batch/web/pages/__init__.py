# SPDX-License-Identifier: Apache-2.0
"""The pages of the desk, a module each; its ``WAYS`` say at which addresses they are.

In: a ``PageVisit``. Out: a response. Called by ``batch.web.app`` alone.
"""

from __future__ import annotations

from batch.web.certifying import pages as certification
from batch.web.pages import (
    check_panel,
    counter,
    dossier,
    entering,
    morning,
    papers,
    pictures,
    practice,
    received,
    reports,
    results,
    sent_files,
    start,
    values,
    verify,
)
from batch.web.pages.coming_in import phone, scan
from batch.web.ways import Changes, Shows

WAYS: tuple[Shows | Changes, ...] = (
    *entering.WAYS,
    *start.WAYS,
    *morning.WAYS,
    *counter.WAYS,
    *received.WAYS,
    *scan.WAYS,
    *phone.WAYS,
    *dossier.WAYS,
    *results.WAYS,
    *verify.WAYS,
    *values.WAYS,
    *papers.WAYS,
    *sent_files.WAYS,
    *check_panel.WAYS,
    *pictures.WAYS,
    *practice.WAYS,
    *reports.WAYS,
    *certification.WAYS,
)
"""All ways into the desk; where two fit an address, the first is taken."""
