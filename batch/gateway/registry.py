# SPDX-License-Identifier: Apache-2.0
"""The connector that the settings name, with its credentials from the environment or the keyring."""

from __future__ import annotations

from batch.gateway.connectors.ministry.connector import MinistryConnector
from batch.gateway.connectors.ministry.http import GatewayHttp
from batch.gateway.connectors.ministry.payload import Unit
from batch.gateway.connectors.ministry.spec import NEWEST, MinistrySpec, load_spec
from batch.gateway.errors import GatewaySetupError
from intake.settings.secrets import client_secret
from intake.settings.settings import Settings
from intake.settings.units import section_of

# The short name stands for the newest data file of that shape.
_SPECS = {"ministry": NEWEST, NEWEST: NEWEST}


def spec_of(settings: Settings) -> MinistrySpec:
    """The protocol that ``gateway.connector`` names; raises GatewaySetupError for an unknown one."""
    name = settings.gateway.connector
    if name not in _SPECS:
        raise GatewaySetupError.unknown_connector(name)
    return load_spec(_SPECS[name])


def unit_of(settings: Settings) -> Unit:
    """The sending unit; raises GatewaySetupError where it has no code."""
    return Unit(_needed(settings.unit.code, "unit.code"), settings.unit.name)


def connect(settings: Settings) -> MinistryConnector:
    """A connector ready to be asked; nothing is sent yet.

    Raises:
        GatewaySetupError: an address, a code or a credential is missing or can't be used.
    """
    spec, office = spec_of(settings), section_of(settings)
    base_url = _needed(settings.gateway.base_url, f"{office}gateway.base_url")
    client_id = _needed(settings.gateway.client_id, f"{office}gateway.client_id")
    secret = client_secret(settings.gateway)
    if secret is None:
        raise GatewaySetupError.missing(f"{office}gateway.client_secret")
    _needed(secret.get_secret_value(), f"{office}gateway.client_secret")
    http = GatewayHttp(
        spec,
        base_url,
        (client_id, secret),
        timeout_s=settings.gateway.timeout_s,
        upload_timeout_s=settings.gateway.upload_timeout_s,
        allow_http=settings.gateway.allow_http,
    )
    return MinistryConnector(spec, http, unit_of(settings), base_url)


def _needed(value: str, setting: str) -> str:
    if not value.strip():
        raise GatewaySetupError.missing(setting)
    if not value.strip().isprintable():
        # Bytes of a variable that are no UTF-8 arrive as lone surrogates, which no request can carry.
        raise GatewaySetupError.odd_letters(setting)
    return value.strip()
