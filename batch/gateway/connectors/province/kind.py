# SPDX-License-Identifier: Apache-2.0
"""Doors to a province's one-stop system, from an office's settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from batch.gateway.connectors.province.numbers import OwnNumbers
from batch.gateway.connectors.province.payload import build_item
from batch.gateway.connectors.province.spec import NEWEST, ProvinceSpec, load_spec
from batch.gateway.contract import FieldMessage, Submission, Unit
from batch.gateway.errors import GatewaySetupError
from batch.gateway.kinds import DoorSetup, told_options

if TYPE_CHECKING:
    from batch.gateway.connectors.province.connector import ProvinceConnector

_OFFICER, _NUMBERS, _UNIT = "officer", "numbers", "unit"


@dataclass(frozen=True, slots=True)
class ProvinceChecks:
    """See ``batch.gateway.contract.Checks``."""

    spec: ProvinceSpec
    unit: Unit

    @property
    def name(self) -> str:
        return self.spec.id

    @property
    def copy(self) -> str:
        return self.spec.carried.files.copy_sent

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        return build_item(self.spec, self.unit, submission, "pending", lambda _file: "").faults


@dataclass(frozen=True, slots=True)
class ProvinceKind:
    """See ``batch.gateway.kinds.DoorKind``; ``version`` is the data file of calls and names."""

    version: str = NEWEST

    def checks(self, setup: DoorSetup) -> ProvinceChecks:
        return ProvinceChecks(load_spec(self.version), setup.known_unit)

    def opened(self, setup: DoorSetup) -> ProvinceConnector:
        # Not needed to say what the gateway would refuse, which each check does.
        from batch.gateway.connectors.province.connector import ProvinceConnector
        from batch.gateway.connectors.province.http import BusHttp
        from batch.gateway.publishing import publisher_of

        spec, unit = load_spec(self.version), setup.known_unit
        base_url = setup.needed(setup.settings.base_url, "base_url")
        credentials = setup.credentials() if spec.login else None
        options = _options(setup, spec)
        told = {**options, _UNIT: unit.code}
        http = BusHttp(spec, base_url, credentials, told, **setup.line_options())
        return ProvinceConnector(
            spec,
            http,
            unit,
            publisher_of(setup),
            base_url=base_url,
            officer=options.get(_OFFICER, ""),
            numbers=OwnNumbers.as_set(f"{setup.keys}options.{_NUMBERS}", options.get(_NUMBERS, "")),
        )


def _options(setup: DoorSetup, spec: ProvinceSpec) -> dict[str, str]:
    """The door's options, each known and fit to be sent."""
    services = spec.services
    calls = (services.add, services.update, services.find, services.progress, spec.login)
    paths = {call.option for call in calls if call is not None}
    wanted = {what for what in spec.headers.values() if not what.startswith("=")}
    # Numbers of our own need a gateway that tells whether one is taken.
    told = told_options(
        setup, paths=paths, plain={*wanted, _OFFICER, *((_NUMBERS,) if services.find else ())}
    )
    for name in wanted:
        setup.needed(told.get(name, ""), f"options.{name}")
        if not told[name].isascii():
            raise GatewaySetupError.odd_letters(f"{setup.keys}options.{name}")
    return told
