# SPDX-License-Identifier: Apache-2.0
"""Settings: one TOML file, then the environment (``SOHOA_…``), then the command line.

The file is ``--config``, else ``$SOHOA_CONFIG``, else ``sohoa/config.toml`` in the user's configuration
folder. Secrets never stand in it: they come from the environment or the system's keyring.
``SOHOA_GATEWAY__BASE_URL`` stands for ``base_url`` in the table ``[gateway]``.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as PydanticSettingsError

from intake.capture.pages import CaptureLimits
from intake.settings.database_server import holds_password, is_server_url
from intake.settings.doors import DoorSettings as DoorSettings
from intake.settings.doors import GatewaySettings as GatewaySettings
from intake.settings.file import (
    default_data_dir,
    read_settings_file,
    refuse_relative_home,
    refuse_secrets,
    settings_path,
    unreadable_variable,
    wrong_value,
)
from intake.settings.night import NightSettings as NightSettings
from intake.settings.phones import PhoneSettings as PhoneSettings
from intake.settings.scanning import ScanSettings as ScanSettings
from intake.settings.scanning import WatchSettings as WatchSettings
from intake.settings.signing import FormsSettings as FormsSettings
from intake.settings.signing import ReportsSettings as ReportsSettings
from intake.settings.signing import SigningSettings as SigningSettings
from intake.settings.table import SettingsTable, without_a_limit_of_attempts
from ocr.recognise.choice import LINE_READER, TESSERACT, Chosen
from ocr.text.folding import nfc
from templates.errors import UsageError
from templates.language.messages import _
from templates.model.document_types import FieldType
from templates.system import cores

ENV_PREFIX = "SOHOA_"
ENV_NESTING = "__"

Seconds = Annotated[float, Field(gt=0, le=3600)]
"""Every number has a highest value and is finite: a wait without end would hold up the whole night."""


class UnitSettings(SettingsTable):
    """The office whose dossiers these are: its code at the gateway, its name, its commune.

    ``counter`` is what its one-stop desk is called on slips, ``place`` stands before a slip's date (else the
    commune's name); ``address`` and ``phone`` are where citizens ask; ``signer`` (name and office) signs
    what is certified. ``officers`` are the names that slips print below whom they bear, by who works
    (``--who``, else the account); ``return_time`` (HH:MM) is the hour from which a result is handed out.
    """

    code: str = Field("", max_length=64)
    name: str = ""
    commune: str = ""
    counter: str = "Bộ phận Một cửa"
    place: str = ""
    address: str = ""
    phone: str = ""
    signer: str = ""
    officers: dict[str, str] = Field({})
    return_time: Annotated[str, Field(pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$")] = ""

    @field_validator("*")
    @classmethod
    def _composed(cls, told: str | dict[str, str]) -> str | dict[str, str]:
        """NFC: what an editor saved decomposed would go to slips, tables and the gateway as it is."""
        if isinstance(told, dict):
            return {nfc(who): nfc(name) for who, name in told.items()}
        return nfc(told)

    def officer(self, who: str) -> str:
        """The name to print for who works; an account is the same in capitals."""
        names = {account.casefold(): name for account, name in self.officers.items()}
        return names.get(who.casefold()) or who


class StoreSettings(SettingsTable):
    """Where the store's rows lie: "" for SQLite in the home, else a database of a PostgreSQL server
    (``postgresql+psycopg://user@host/name``), whose password comes from the environment or the keyring.

    ``objects`` is where papers are kept: "" for the home, else a store that several computers share
    (``s3://bucket/folder``, or another that fsspec reaches). ``objects_endpoint`` is the address of an S3
    service other than Amazon's; the secret of ``objects_key`` comes from the environment or the keyring.
    ``cache_mb`` (MB, 10⁶ bytes) is how much of it this computer holds at hand.
    """

    url: str = ""
    password: SecretStr | None = None
    objects: str = ""
    objects_endpoint: str = ""
    objects_region: str = ""
    objects_key: str = ""
    objects_secret: SecretStr | None = None
    objects_timeout_s: Annotated[float, Field(gt=0, le=600)] = 30.0
    cache_mb: Annotated[int, Field(ge=100, le=10_000_000)] = 5000

    @field_validator("url")
    @classmethod
    def _address(cls, url: str) -> str:
        if url and not is_server_url(url):
            raise PydanticCustomError("store_url", "postgresql+psycopg://user@host/name is needed")
        if url and holds_password(url):
            raise PydanticCustomError("store_url_password", "a password does not belong into the address")
        return url

    @field_validator("objects")
    @classmethod
    def _address_without_secrets(cls, address: str) -> str:
        return usable_address(address)


class MailSettings(SettingsTable):
    """The mail server that slips are sent through; the password comes from the environment or the keyring."""

    host: str = ""
    port: Annotated[int, Field(ge=0, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: SecretStr | None = None
    sender: str = ""
    timeout_s: Seconds = 30.0

    _endless = model_validator(mode="before")(without_a_limit_of_attempts)


class ReadingSettings(SettingsTable):
    """Whom pages are read by: built-in recognisers or those of other packages, by name; what a process that
    reads may hold in memory; how long a run reads at one dossier before it leaves the rest to the next; and
    the ``cluster`` (address of a Dask scheduler) on which a night's pages are read, ``plain_cluster`` without
    encryption on other computers too.
    """

    recogniser: str = LINE_READER
    second: str = TESSERACT
    pen: str = ""
    page_memory_mb: Annotated[int, Field(ge=512, le=65536)] = 1024
    dossier_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    cluster: str = ""
    plain_cluster: bool = False


class ReviewSettings(SettingsTable):
    """Of which types of values (``name``, ``personal-id`` …) a second person reads each one that somebody
    decided, without seeing what that was; a third decides where they differ. None unless an office has three.
    """

    second_look: frozenset[FieldType] = frozenset()


def usable_address(address: str) -> str:
    """The address of an object store, without "/" at its end; raises PydanticCustomError where it is none, or
    bears a password: addresses are shown and logged.
    """
    scheme, sign, rest = address.partition("://")
    if address and not (scheme and sign and rest and "@" not in rest.partition("/")[0]):
        raise PydanticCustomError("object_address", "an address like s3://bucket/folder is needed")
    return address.rstrip("/")


def address_typed(address: str) -> str:
    """The address of an object store as a person typed it; raises UsageError where it is none."""
    try:
        usable = usable_address(address)
    except PydanticCustomError:
        usable = ""
    if not usable:
        raise UsageError(
            _("This is no address of an object store."),
            _("It looks like s3://bucket/folder, without a password."),
        )
    return usable


class UnitSection(SettingsTable):
    """What is other for one office of an installation that serves several (``intake.settings.units``)."""

    unit: dict[str, Any] = Field({})
    gateway: dict[str, Any] = Field({}, repr=False)
    mail: dict[str, Any] = Field({}, repr=False)
    signing: dict[str, Any] = Field({}, repr=False)


class BackupSettings(SettingsTable):
    """Where copies of the store go after each night (a folder or any URL that fsspec opens), how many of them
    stay (0: all), and whether they are locked. The key comes from the environment or the keyring.
    """

    to: str = ""
    keep: Annotated[int, Field(ge=0, le=10_000)] = 30
    encrypt: bool = False
    secret_key: SecretStr | None = None


class Settings(BaseSettings):
    """All settings with their defaults; frozen and picklable."""

    model_config = SettingsConfigDict(
        env_prefix=ENV_PREFIX,
        env_nested_delimiter=ENV_NESTING,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
    )

    home: Path = Field(default_factory=default_data_dir)
    language: Literal["vi", "en"] = "vi"
    workers: Annotated[int, Field(ge=0, le=256)] = 0
    portal_limit_mb: Annotated[float, Field(gt=0, le=10_000)] = 2.0
    package_name: str = "{dossier}_{nn}_{component}.pdf"
    page_timeout_s: Seconds = 60.0
    ocr_timeout_s: Seconds = 120.0
    max_megapixels: Annotated[float, Field(gt=0, le=2000)] = 150.0
    max_file_mb: Annotated[float, Field(gt=0, le=1_000_000)] = 2000.0
    max_pages: Annotated[int, Field(ge=1, le=1_000_000)] = 1000
    store: StoreSettings = StoreSettings()
    reading: ReadingSettings = ReadingSettings()
    review: ReviewSettings = ReviewSettings()
    unit: UnitSettings = UnitSettings()
    gateway: GatewaySettings = GatewaySettings()
    signing: SigningSettings = SigningSettings()
    mail: MailSettings = MailSettings()
    forms: FormsSettings = FormsSettings()
    reports: ReportsSettings = ReportsSettings()
    units: dict[str, Any] = Field({}, repr=False)
    """By name the section of each office, as it stands there: what is wrong with one costs that office alone
    (``intake.settings.units``).
    """
    backup: BackupSettings = BackupSettings()
    night: NightSettings = NightSettings()
    scan: ScanSettings = ScanSettings()
    watch: WatchSettings = WatchSettings()
    phones: PhoneSettings = PhoneSettings()

    @field_validator("home", mode="before")
    @classmethod
    def _named(cls, home: Any) -> Any:
        """The whole path. One left empty would begin a new store wherever the program is started, and the ids
        of dossiers come again there.
        """
        if not isinstance(home, str):
            return home
        if not home.strip() or "\0" in home:
            raise PydanticCustomError("home_unnamed", "the path of a folder is needed")
        return Path(os.path.expanduser(home)).absolute()  # noqa: PTH111 (leaves an unknown ~name as it is)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, whose values come as init arguments."""
        return env_settings, init_settings

    @property
    def worker_count(self) -> int:
        """Processes to read with: the setting, or one for each core this process may use."""
        if self.workers:
            return self.workers
        return cores()

    @property
    def recognisers(self) -> Chosen:
        """Whom pages are read by."""
        return Chosen(self.reading.recogniser, self.reading.second, self.reading.pen)

    @property
    def log_path(self) -> Path:
        """The log file; its folder need not exist yet."""
        return self.home / "log" / "sohoa.log"

    @property
    def capture_limits(self) -> CaptureLimits:
        """What capture takes on."""
        return CaptureLimits(self.max_megapixels, self.max_file_mb, self.max_pages, self.page_timeout_s)


def load_settings(config: Path | None = None, **overrides: Any) -> Settings:
    """Read the settings; ``overrides`` (from the command line) win over everything, None is no override.

    Raises:
        SettingsError: the file named does not exist or does not parse, a key is unknown, a value is wrong, or
            the file holds a secret.
    """
    path = settings_path(config)
    values = read_settings_file(path) if path else {}
    refuse_secrets(values, path)
    refuse_relative_home(values, path)
    try:
        settings = Settings(**values)
        chosen = {key: value for key, value in overrides.items() if value is not None}
        return settings.model_copy(update=chosen)
    except ValidationError as error:
        raise wrong_value(error, path, known_keys()) from None
    except PydanticSettingsError:
        raise unreadable_variable() from None


def known_keys() -> list[str]:
    """Every key that may be set, dotted, in the order of the class."""
    return list(flatten(Settings.model_construct()))


def flatten(table: BaseModel, prefix: str = "") -> dict[str, object]:
    """Dotted key → value, for settings and the tables within."""
    found: dict[str, object] = {}
    for name in type(table).model_fields:
        value = getattr(table, name)
        if isinstance(value, BaseModel):
            found |= flatten(value, f"{prefix}{name}.")
        elif isinstance(value, frozenset):
            found[prefix + name] = ", ".join(sorted(value))
        elif isinstance(value, dict):  # sections may hold secrets; their names are told
            found[prefix + name] = ", ".join(value)
        else:
            found[prefix + name] = value
    return found
