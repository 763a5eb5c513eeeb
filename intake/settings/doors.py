# SPDX-License-Identifier: Apache-2.0
"""The settings of the doors by which dossiers leave: ``[gateway]`` and its tables."""

from __future__ import annotations

import re
from typing import Annotated, Any

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_core import PydanticCustomError

from intake.settings.table import SettingsTable, without_a_limit_of_attempts


class PublishSettings(SettingsTable):
    """Where a door lays files that its gateway fetches by a link.

    ``place`` is a folder that a web server serves, or ``s3://bucket/folder``; below ``url`` the gateway finds
    what lies there (of S3 it needs none: links are signed). ``user`` and its password reach the place,
    ``endpoint`` is the address of an S3 service other than Amazon's. A link holds for ``days``.
    """

    place: str = ""
    url: str = ""
    user: str = ""
    password: SecretStr | None = None
    endpoint: str = ""
    region: str = ""
    days: Annotated[int, Field(ge=1, le=7)] = 3


class DoorSettings(SettingsTable):
    """One door by which dossiers leave, and as whom; ``connector`` is what it is called by where that is "".

    ``place`` is the folder of a door without a server, ``options`` what a connector of another package asks
    for. ``timeout_s`` and ``upload_timeout_s`` are the longest that one call and one upload may take in all;
    their limits keep a step of the outbox within its lease of 15 minutes. ``allow_http`` permits an address
    that is not encrypted on another computer than this. ``publish``: where files lie that it fetches
    by link. ``most_kb_s`` is how fast files go out, in 1,000 bytes a second (None: as fast as the line takes
    them); pauses for it prolong an upload, by 8 minutes at most: with 20 what is above some 9 MB of one file
    goes out as the line takes it.
    """

    connector: str = ""
    place: str = ""
    options: dict[str, str] = Field({}, repr=False)
    base_url: str = ""
    client_id: str = ""
    client_secret: SecretStr | None = None
    allow_http: bool = False
    publish: PublishSettings = PublishSettings()
    timeout_s: Annotated[float, Field(gt=0, le=60)] = 30.0
    upload_timeout_s: Annotated[float, Field(gt=0, le=300)] = 300.0
    most_kb_s: Annotated[float, Field(ge=20, le=1_000_000)] | None = None


DoorNames = Annotated[tuple[str, ...], Field(min_length=1)]
DOOR_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")


class GatewaySettings(DoorSettings):
    """Where dossiers are pushed. What stands in ``[gateway]`` itself is the door of its ``connector``; each
    further one has a table ``[gateway.NAME]`` (kept in ``doors``; "_" in a name counts as "-").

    ``send_to`` names the doors of every dossier, ``procedures`` by code those of a procedure instead; the
    first leads, the others follow. Neither is needed where there is one door only.
    """

    connector: str = "ministry"
    send_to: tuple[str, ...] = ()
    procedures: dict[str, DoorNames] = Field({})
    doors: dict[str, DoorSettings] = Field({}, repr=False)

    _endless = model_validator(mode="before")(without_a_limit_of_attempts)

    @model_validator(mode="before")
    @classmethod
    def _gathered(cls, table: Any) -> Any:
        """The tables of doors from among the settings of the one that stands in ``[gateway]`` itself."""
        if not isinstance(table, dict):
            return table
        own = {name: value for name, value in table.items() if name.lower() in cls.model_fields}
        tables = {name: value for name, value in table.items() if name not in own and isinstance(value, dict)}
        unknown = {name: value for name, value in table.items() if name not in own and name not in tables}
        doors: dict[str, Any] = {}
        for name, told in (*own.pop("doors", {}).items(), *tables.items()):
            door = name.replace("_", "-")
            both = isinstance(told, dict) and isinstance(doors.get(door), dict)
            doors[door] = {**doors[door], **told} if both else told
        return {**own, **unknown, "doors": doors}

    @field_validator("doors")
    @classmethod
    def _sound_names(cls, doors: dict[str, DoorSettings]) -> dict[str, DoorSettings]:
        if not all(DOOR_NAME.fullmatch(name) for name in doors):
            raise PydanticCustomError("door_name", "small letters without marks, digits and - are needed")
        return doors

    @field_validator("send_to")
    @classmethod
    def _as_named(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name.replace("_", "-") for name in names)
