# SPDX-License-Identifier: Apache-2.0
"""The practice store and its settings: none leads to the office's store, gateway, mail or copies."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import SecretStr

from batch.gateway.sandbox.rules import load_rules
from intake.dossier.deadline.local_time import LOCAL
from intake.settings.clock import utc_now
from intake.settings.settings import GatewaySettings, ReadingSettings, Settings, UnitSettings
from intake.store.store import Store

DAY = date(2026, 11, 20)
"""The day it always is at the practice desk: the invented children were born shortly before."""

OFFICE = UnitSettings(
    code="T00.00.00",  # in form a code, and nobody's
    name="TẬP LÀM – KHÔNG CÓ GIÁ TRỊ",
    counter="Bàn tập",
    place="Bàn tập",
)


def practice_home(own: Settings) -> Path:
    """Where the practice store of this computer lies: beside the office's own, and no part of it."""
    return own.home / "practice"


def practice_settings(own: Settings, gateway: str) -> Settings:
    """The settings of the practice desk, whose ``gateway`` (address) is a sandbox.

    They are made anew from the program's defaults, neither from a file nor from the environment; of the
    office's ``own`` is taken over only how this computer reads. So a setting that will be added some day
    leads nowhere either.
    """
    client, secret = next(iter(load_rules().clients.items()))
    reads = ReadingSettings(
        recogniser=own.reading.recogniser,
        second=own.reading.second,
        page_memory_mb=own.reading.page_memory_mb,
    )
    return Settings.model_construct().model_copy(
        update={
            "home": practice_home(own),
            "language": own.language,
            "workers": own.workers,
            "reading": reads,
            "unit": OFFICE,
            "gateway": GatewaySettings(
                base_url=gateway, client_id=client, client_secret=SecretStr(secret), timeout_s=10
            ),
        }
    )


def practice_store(own: Settings) -> Store:
    """The practice store, made where there is none; raises as ``Store.open`` does."""
    with suppress(OSError):  # opening tells of it
        own.home.mkdir(mode=0o700, parents=True, exist_ok=True)  # of what lies above it nobody says the mode
    return Store.open(practice_home(own), practice_time, unit=OFFICE.code)


def practice_time() -> datetime:
    """This time of the day on the practice desk's ``DAY``, aware."""
    return datetime.combine(DAY, utc_now().astimezone(LOCAL).time(), LOCAL).astimezone(UTC)
