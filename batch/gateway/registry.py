# SPDX-License-Identifier: Apache-2.0
"""The doors that an office's settings name, with their credentials from the environment or the keyring.

A package offers a kind of door by an entry point of the group ``sohoa.gateways``, whose name is the
``connector`` chosen in the settings and which names a ``batch.gateway.kinds.DoorKind``. A name of ours is
never taken over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import entry_points

from batch.gateway.connectors.folder import FolderKind
from batch.gateway.connectors.ministry.kind import MinistryKind
from batch.gateway.connectors.ministry.spec import NEWEST
from batch.gateway.connectors.moj.kind import MojKind
from batch.gateway.connectors.moj.spec import VERSIONS as MOJ
from batch.gateway.connectors.portal_kit import PortalKitKind
from batch.gateway.connectors.province.kind import ProvinceKind
from batch.gateway.connectors.province.spec import VERSIONS as PROVINCES
from batch.gateway.connectors.register_158 import Register158Kind
from batch.gateway.contract import Checks, Door, Unit
from batch.gateway.errors import GatewaySetupError
from batch.gateway.kinds import DoorKind, DoorSetup
from intake.settings.settings import DoorSettings, Settings
from intake.settings.signing import Unsigned
from intake.settings.units import section_of

GROUP = "sohoa.gateways"
# The short name stands for the newest data file of that shape.
_BUILT_IN: Mapping[str, DoorKind] = {
    "ministry": MinistryKind(),
    NEWEST: MinistryKind(NEWEST),
    "province": ProvinceKind(),
    **{version: ProvinceKind(version) for version in PROVINCES},
    "moj": MojKind(),
    "moj-modules": MojKind(MOJ[1]),
    **{version: MojKind(version) for version in MOJ},
    "folder": FolderKind(),
    "portal-kit": PortalKitKind(),
    "register-158": Register158Kind(),
}
_VERSION = re.compile(r"-20\d\d$")
_NATIONAL_CODE = re.compile(r"^\d\.\d{6}")


@dataclass(frozen=True, slots=True)
class OfficeDoors:
    """See ``batch.gateway.doors.Doors``: those of an office's settings."""

    settings: Settings

    @property
    def names(self) -> Sequence[str]:
        """The doors that are set up: that of ``[gateway]`` itself, if it is, then the others in order."""
        gateway = self.settings.gateway
        own = gateway.base_url or gateway.place or gateway.options or gateway.connector != "ministry"
        further = [name for name in gateway.doors if name != self._own]
        return [*([self._own] if own or not further else ()), *further]

    @property
    def unsigned(self) -> Unsigned:
        return self.settings.signing.unsigned

    @property
    def is_set_up(self) -> bool:
        """Whether the settings speak of any door at all."""
        return bool(self.settings.gateway.base_url) or self.names != [self._own] or self._own != "ministry"

    def of(self, procedure: str) -> Sequence[str]:
        gateway = self.settings.gateway
        national = _NATIONAL_CODE.match(procedure)
        named = gateway.procedures.get(procedure) or (
            gateway.procedures.get(national.group()) if national else None
        )
        doors = named or gateway.send_to or self.names
        if not (named or gateway.send_to) and len(doors) > 1:
            raise GatewaySetupError.which_leads(doors, f"{section_of(self.settings)}gateway.send_to")
        return doors

    def open(self, name: str) -> Door:
        setup = self._setup(name)
        return kind_of(setup).opened(setup)

    def fault(self, name: str) -> GatewaySetupError | None:
        """Why the door of that name can't be opened, None where it can."""
        try:
            self.open(name).close()
        except GatewaySetupError as error:
            return error
        return None

    def checks(self, name: str) -> Checks:
        """What tells what the door of that name would refuse; raises GatewaySetupError as ``open`` does."""
        setup = self._setup(name)
        return kind_of(setup).checks(setup)

    def connector_of(self, name: str) -> str:
        """The connector of the door of that name, as the settings have it."""
        own = self.settings.gateway
        return own.doors[name].connector or name if name in own.doors else own.connector

    @property
    def _own(self) -> str:
        return _VERSION.sub("", self.settings.gateway.connector)

    def _setup(self, name: str) -> DoorSetup:
        gateway, office = self.settings.gateway, f"{section_of(self.settings)}gateway."
        office_unit = self.settings.unit
        unit = Unit(office_unit.code, office_unit.name, office_unit.commune)
        if name in gateway.doors:
            return DoorSetup(name, gateway.doors[name], f"{office}{name}.", unit)
        if name != self._own:
            raise GatewaySetupError.no_such_door(name, self.names)
        own = DoorSettings(**{key: getattr(gateway, key) for key in DoorSettings.model_fields})
        return DoorSetup(name, own, office, unit)


def kind_of(setup: DoorSetup) -> DoorKind:
    """The kind of a door; raises GatewaySetupError where there is none of that name, or it can't be used."""
    name = setup.settings.connector or setup.name
    if name in _BUILT_IN:
        return _BUILT_IN[name]
    for entry in entry_points(group=GROUP, name=name):
        try:
            made = entry.load()
        except Exception as error:  # whatever another package does when it is imported
            raise GatewaySetupError.unfit_connector(name) from error
        if not isinstance(made, DoorKind):
            raise GatewaySetupError.unfit_connector(name)
        return made
    raise GatewaySetupError.unknown_connector(name, f"{setup.keys}connector", known_kinds())


def known_kinds() -> list[str]:
    """All connectors that may be chosen here: ours first, then those of other packages."""
    return [*_BUILT_IN, *sorted({e.name for e in entry_points(group=GROUP)} - set(_BUILT_IN))]
