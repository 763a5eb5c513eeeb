# SPDX-License-Identifier: Apache-2.0
"""The gateways that a storm may rage at: how each is practised on and reached."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from batch.gateway.connectors.ministry.connector import MinistryConnector
from batch.gateway.connectors.ministry.http import GatewayHttp
from batch.gateway.connectors.ministry.spec import load_spec
from batch.gateway.connectors.moj.kind import MojKind
from batch.gateway.connectors.province.kind import ProvinceKind
from batch.gateway.contract import Connector, Unit
from batch.gateway.kinds import DoorSetup
from batch.gateway.sandbox.moj_rules import load_moj_rules
from batch.gateway.sandbox.province import PUBLISHED
from batch.gateway.sandbox.province_rules import load_province_rules
from batch.gateway.sandbox.rules import load_rules
from batch.gateway.sandbox.server import Running, running_moj, running_province, running_sandbox
from intake.dossier.states import State
from intake.settings.doors import DoorSettings, PublishSettings

_OF_THE_BUS = {"3": State.REJECTED, "4": State.ACCEPTED, "9": State.ACCEPTED}


@dataclass(frozen=True, slots=True)
class StormDoor:
    """A kind of gateway: served in a folder, reached at a URL with a limit of seconds for a call.

    ``files`` are where a dossier there names its files; one that ``takes_again`` knows a dossier by its
    number, so that it may come several times and is one; to one that is ``numbered`` a person tells it. What
    is ``harmless`` leaves its yes a yes; ``ends`` are statuses at which an officer leaves a dossier.
    """

    running: Callable[[Path], AbstractContextManager[Running[Any]]]
    connect: Callable[[str, Path, float], Connector]
    files: tuple[str, ...]
    takes_again: bool = False
    harmless: tuple[str, ...] = ()
    numbered: bool = False
    ends: Mapping[str, State] = field(default_factory=lambda: dict(_OF_THE_BUS))

    def ours(self, kept: dict[str, Any]) -> str:
        """Our id of a dossier at the gateway, by its first file's name."""
        found: Any = kept["body"]
        for name in self.files:
            found = found[name][0]
        name = next(str(value) for value in found.values() if str(value).endswith(".portal.pdf"))
        return name.split("_", 1)[0]


def ministry(url: str, _folder: Path, timeout_s: float = 30.0) -> MinistryConnector:
    """A connector to the ministry's sandbox at ``url``."""
    client, secret = next(iter(load_rules().clients.items()))
    http = GatewayHttp(
        load_spec(),
        url,
        (client, SecretStr(secret)),
        timeout_s=timeout_s,
        upload_timeout_s=timeout_s,
    )
    return MinistryConnector(load_spec(), http, Unit("G09.20"), url)


def _province(url: str, folder: Path, timeout_s: float) -> Connector:
    rules = load_province_rules()
    client, secret = next(iter(rules.clients.items()))
    settings = DoorSettings(
        base_url=url,
        client_id=client,
        client_secret=SecretStr(secret),
        timeout_s=timeout_s,
        options={
            "destination": rules.destination,
            "numbers": "H21.129-{yymmdd}-{0000}",
            "officer": "Người Thử",
        },
        publish=PublishSettings(place=str(folder / PUBLISHED), url=f"{url}/{PUBLISHED}"),
    )
    return ProvinceKind().opened(DoorSetup("province", settings, "gateway.", Unit("H21.129", "UBND xã")))


def _moj(url: str, _folder: Path, timeout_s: float) -> Connector:
    client, secret = next(iter(load_moj_rules().clients.items()))
    settings = DoorSettings(
        base_url=url,
        client_id=client,
        client_secret=SecretStr(secret),
        timeout_s=timeout_s,
        upload_timeout_s=timeout_s,
    )
    unit = Unit("H21.129", "UBND xã", "xã Hồng Quang, tỉnh Hưng Yên")
    return MojKind().opened(DoorSetup("moj", settings, "gateway.", unit))


DOORS = {
    "ministry": StormDoor(running_sandbox, ministry, ("ThanhPhanHoSo", "GiayToDinhKem")),
    "province": StormDoor(
        running_province, _province, ("TaiLieuNop",), takes_again=True, harmless=("wrong-types",)
    ),
    "moj": StormDoor(
        running_moj,
        _moj,
        ("fileDinhKem",),
        takes_again=True,
        numbered=True,
        ends={"3": State.ACCEPTED, "4": State.ACCEPTED, "6": State.REJECTED},
    ),
}
