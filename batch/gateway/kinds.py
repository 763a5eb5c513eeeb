# SPDX-License-Identifier: Apache-2.0
"""What an entry point of the group ``sohoa.gateways`` names: a kind of door, made from settings."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from pydantic import SecretStr

from batch.gateway.contract import Checks, Door, Unit
from batch.gateway.errors import GatewaySetupError
from intake.settings.secrets import client_secret
from intake.settings.settings import DoorSettings
from templates.language.messages import _

if TYPE_CHECKING:
    from batch.gateway.protocol.line import LineOptions


@dataclass(frozen=True, slots=True)
class DoorSetup:
    """One door as it is set up: its ``name``, its settings and under which ``keys`` they stand (with a dot
    behind), and the sending unit, whose ``code`` may be "".
    """

    name: str
    settings: DoorSettings
    keys: str
    unit: Unit

    def needed(self, value: str, setting: str) -> str:
        """``value`` of a setting of this door without blanks around it; raises GatewaySetupError for none."""
        return needed(value, f"{self.keys}{setting}")

    def credentials(self) -> tuple[str, SecretStr]:
        """Who signs in, and their secret; raises GatewaySetupError where one is missing."""
        name = self.needed(self.settings.client_id, "client_id")
        secret = client_secret(self.settings)
        self.needed(secret.get_secret_value() if secret else "", "client_secret")
        assert secret is not None  # or it would have been missing
        return name, secret

    def line_options(self) -> LineOptions:
        """How long its calls over HTTP may take, and whether they must be encrypted."""
        told = self.settings
        return {
            "timeout_s": told.timeout_s,
            "upload_timeout_s": told.upload_timeout_s,
            "most_kb_s": told.most_kb_s,
            "allow_http": told.allow_http,
        }

    @property
    def known_unit(self) -> Unit:
        """The sending unit; raises GatewaySetupError where it has no code."""
        return replace(self.unit, code=needed(self.unit.code, "unit.code"))


@runtime_checkable
class DoorKind(Protocol):
    """How doors of a kind are made; each method raises GatewaySetupError for settings that won't do."""

    def opened(self, setup: DoorSetup) -> Door:
        """A door ready to be asked; nothing is sent yet."""

    def checks(self, setup: DoorSetup) -> Checks:
        """What tells what the door would refuse, without credentials."""


def told_options(setup: DoorSetup, *, paths: Collection[str], plain: Collection[str]) -> dict[str, str]:
    """The door's options that say something, each known and fit to be sent: ``paths`` below its address, and
    ``plain`` ones.

    Raises GatewaySetupError for an option that is neither, and for a path that is none.
    """
    given = setup.settings.options
    for name in given:
        if name not in (*paths, *plain):
            raise _wrong(
                f"{setup.keys}options.{name}",
                _("This connector has no such option."),
                sorted({*paths, *plain}),
            )
    told = {name: setup.needed(value, f"options.{name}") for name, value in given.items() if value.strip()}
    for name in [name for name in told if name in paths]:
        if not told[name].startswith("/"):
            raise _wrong(f"{setup.keys}options.{name}", _("It is a path below base_url."), ["/…"])
    return told


def _wrong(setting: str, why: str, known: Sequence[str]) -> GatewaySetupError:
    return GatewaySetupError(
        _("The setting {name} can't be used: {why}").format(name=setting, why=why),
        _("Possible are: {names}").format(names=", ".join(known)),
    )


def needed(value: str, setting: str) -> str:
    """``value`` without blanks around it; raises GatewaySetupError where it is none, or can't be sent."""
    if not value.strip():
        raise GatewaySetupError.missing(setting)
    if not value.strip().isprintable():
        # Bytes of a variable that are no UTF-8 arrive as lone surrogates, which no request can carry.
        raise GatewaySetupError.odd_letters(setting)
    return value.strip()
