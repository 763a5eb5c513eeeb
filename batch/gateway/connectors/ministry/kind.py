# SPDX-License-Identifier: Apache-2.0
"""Doors to gateways of the ministry's shape, from an office's settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from batch.gateway.connectors.ministry.payload import build_payload
from batch.gateway.connectors.ministry.spec import NEWEST, MinistrySpec, load_spec
from batch.gateway.contract import FieldMessage, Submission, Unit
from batch.gateway.kinds import DoorSetup

if TYPE_CHECKING:
    from batch.gateway.connectors.ministry.connector import MinistryConnector


@dataclass(frozen=True, slots=True)
class MinistryChecks:
    """See ``batch.gateway.contract.Checks``."""

    spec: MinistrySpec
    unit: Unit

    @property
    def name(self) -> str:
        return self.spec.id

    @property
    def copy(self) -> str:
        return self.spec.operations.upload.copy_sent

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        return build_payload(self.spec, self.unit, submission, "pending", {}).faults


@dataclass(frozen=True, slots=True)
class MinistryKind:
    """See ``batch.gateway.kinds.DoorKind``; ``version`` is the data file of names and codes."""

    version: str = NEWEST

    def checks(self, setup: DoorSetup) -> MinistryChecks:
        return MinistryChecks(load_spec(self.version), setup.known_unit)

    def opened(self, setup: DoorSetup) -> MinistryConnector:
        # Not needed to say what the gateway would refuse, which each check does.
        from batch.gateway.connectors.ministry.connector import MinistryConnector
        from batch.gateway.connectors.ministry.http import GatewayHttp

        base_url = setup.needed(setup.settings.base_url, "base_url")
        spec = load_spec(self.version)
        http = GatewayHttp(spec, base_url, setup.credentials(), **setup.line_options())
        return MinistryConnector(spec, http, setup.known_unit, base_url)
