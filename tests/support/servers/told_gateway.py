# SPDX-License-Identifier: Apache-2.0
"""A sandbox gateway that the settings of this process name, as those of a desk would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from batch.gateway.sandbox.server import RunningSandbox, running_sandbox


@contextmanager
def told_gateway(folder: Path, patched: pytest.MonkeyPatch, unit: str = "G09.20") -> Iterator[RunningSandbox]:
    """Runs as long as the block; ``unit`` is the code of the office whose desk this is."""
    with running_sandbox(folder) as running:
        client, secret = next(iter(running.sandbox.rules.clients.items()))
        told = {"BASE_URL": running.url, "CLIENT_ID": client, "CLIENT_SECRET": secret}
        for name, value in told.items():
            patched.setenv(f"SOHOA_GATEWAY__{name}", value)
        if unit:
            patched.setenv("SOHOA_UNIT__CODE", unit)
        yield running
