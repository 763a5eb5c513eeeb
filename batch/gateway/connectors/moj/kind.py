# SPDX-License-Identifier: Apache-2.0
"""Doors to the civil-status system, from an office's settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from batch.gateway.connectors.moj.payload import build_item
from batch.gateway.connectors.moj.spec import NEWEST, MojSpec, load_spec
from batch.gateway.contract import FieldMessage, Submission, Unit
from batch.gateway.kinds import DoorSetup, needed, told_options

if TYPE_CHECKING:
    from batch.gateway.connectors.moj.connector import MojConnector

_MODULE = "module-"


@dataclass(frozen=True, slots=True)
class MojChecks:
    """See ``batch.gateway.contract.Checks``."""

    spec: MojSpec
    unit: Unit
    modules: Mapping[str, str]

    @property
    def name(self) -> str:
        return self.spec.id

    @property
    def copy(self) -> str:
        return self.spec.files.copy_sent

    def check(self, submission: Submission) -> Sequence[FieldMessage]:
        return build_item(self.spec, self.unit, submission, "pending", self.modules).faults


@dataclass(frozen=True, slots=True)
class MojKind:
    """See ``batch.gateway.kinds.DoorKind``; ``version`` is the data file of calls and names."""

    version: str = NEWEST

    def checks(self, setup: DoorSetup) -> MojChecks:
        spec = load_spec(self.version)
        return MojChecks(spec, setup.unit, _modules(_options(setup, spec)))

    def opened(self, setup: DoorSetup) -> MojConnector:
        # Not needed to say what the gateway would refuse, which each check does.
        from batch.gateway.connectors.moj.connector import MojConnector
        from batch.gateway.connectors.moj.http import MojHttp

        spec = load_spec(self.version)
        options = _options(setup, spec)
        needed(setup.unit.commune, "unit.commune")
        base_url = setup.needed(setup.settings.base_url, "base_url")
        http = MojHttp(spec, base_url, setup.credentials(), options, **setup.line_options())
        return MojConnector(spec, http, setup.unit, base_url, _modules(options))


def _options(setup: DoorSetup, spec: MojSpec) -> dict[str, str]:
    calls = (spec.token, spec.push, spec.poll)
    paths = {call.option for call in calls if call is not None}
    carried = {form for forms in spec.modules.values() for form in forms}
    modules = {f"{_MODULE}{form}" for form in spec.forms.forms if spec.own_modules and form not in carried}
    return told_options(setup, paths=paths, plain={*spec.headers.values(), *modules})


def _modules(options: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(_MODULE): value for name, value in options.items() if name.startswith(_MODULE)}
