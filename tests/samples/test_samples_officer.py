# SPDX-License-Identifier: Apache-2.0
"""The officer of the demo receives what is new at the sandbox, and nothing that was decided already."""

from __future__ import annotations

from pathlib import Path

from batch.gateway.sandbox.server import running_sandbox
from samples.officer import main


def test_what_is_new_is_received_and_what_was_decided_stays(tmp_path: Path) -> None:
    with running_sandbox(tmp_path) as gateway:
        kept = gateway.sandbox.store
        for number, status in (("G09.20-1", "1"), ("G09.20-2", "5")):
            kept.keep_dossier(
                number, {"number": number, "id": "X", "status": status, "note": "", "results": [], "times": 1}
            )
        assert main([gateway.url]) == 0
        assert {row["number"]: row["status"] for row in kept.dossiers()} == {"G09.20-1": "2", "G09.20-2": "5"}
