# SPDX-License-Identifier: Apache-2.0
"""A connector to the practice bus of a province, with a folder that it publishes by link."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from batch.gateway.connectors.province.connector import ProvinceConnector
from batch.gateway.connectors.province.kind import ProvinceKind
from batch.gateway.connectors.province.spec import NEWEST
from batch.gateway.contract import Unit
from batch.gateway.kinds import DoorSetup
from batch.gateway.sandbox.server import RunningProvince
from intake.settings.doors import DoorSettings, PublishSettings

UNIT = Unit("H21.129", "UBND xã Ví Dụ", "xã Hồng Quang, tỉnh Hưng Yên")


def door_settings(bus: RunningProvince, **more: object) -> DoorSettings:
    """The settings of a door to the bus; ``more``: options, ``place`` and ``url`` of published files."""
    rules = bus.sandbox.rules
    client, secret = next(iter(rules.clients.items()))
    folder = bus.sandbox.store.folder / "published"
    place, url = more.pop("place", folder), more.pop("url", f"{bus.url}/published")
    options = {"destination": rules.destination, **more}
    published = PublishSettings(place=str(place), url=str(url))
    told = {"base_url": bus.url, "client_id": client, "client_secret": secret, "timeout_s": 10}
    return DoorSettings(connector="province", options=options, publish=published, **told)  # type: ignore[arg-type]


@contextmanager
def connected(
    bus: RunningProvince, version: str = NEWEST, *, unit: Unit = UNIT, **more: object
) -> Iterator[ProvinceConnector]:
    """A connector to the bus."""
    settings = door_settings(bus, **more)
    if version != NEWEST:
        settings.options.pop("destination")
    connector = ProvinceKind(version).opened(DoorSetup("province", settings, "gateway.", unit))
    try:
        yield connector
    finally:
        connector.close()
