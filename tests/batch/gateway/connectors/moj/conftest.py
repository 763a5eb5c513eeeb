# SPDX-License-Identifier: Apache-2.0
"""One practice civil-status system, a door to it, and a file, for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

import pytest

from batch.gateway.connectors.moj.connector import MojConnector
from batch.gateway.contract import OutgoingFile
from batch.gateway.sandbox.server import RunningMoj, running_moj
from tests.support.desks.moj_desk import connected


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningMoj]:
    with running_moj(tmp_path_factory.mktemp("moj")) as running:
        yield running


@pytest.fixture(scope="module")
def connector(system: RunningMoj) -> Iterator[MojConnector]:
    with connected(system) as one:
        yield one


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> OutgoingFile:
    path = tmp_path_factory.mktemp("paper") / "261116-2234_01.portal.pdf"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    return OutgoingFile(path, path.name, sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
