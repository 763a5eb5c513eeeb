# SPDX-License-Identifier: Apache-2.0
"""Files in a folder or in S3, each under a name that nobody guesses.

Of S3 a link is signed and ends by itself; of a folder it ends when the file is taken away (``sweep``), as
whoever next sends or asks about dossiers does. Other places that fsspec reaches are not taken: its SFTP
trusts any server that answers and has no time limit.
"""

from __future__ import annotations

import importlib
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2

from batch.gateway.errors import DamagedTransferError, GatewaySetupError
from batch.gateway.kinds import DoorSetup
from batch.gateway.publishing.errors import PublishingError, not_installed, open_link
from batch.gateway.route import route_to
from intake.settings.doors import PublishSettings
from intake.settings.secrets import publish_password
from templates.language.messages import _

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_FULL = ("ENOSPC", "EDQUOT")
_S3 = "s3"
_S3_PACKAGE = "s3fs"
_NAME = re.compile(r"[A-Za-z0-9_-]{43}\.pdf")
"""256 bits; what else lies in the folder is not ours and stays."""


@dataclass(frozen=True)
class Publisher:
    """A place of published files as its settings say it; see ``publisher_of``."""

    settings: PublishSettings
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    @property
    def place(self) -> str:
        """Where files are laid, for messages."""
        return self.settings.place

    def publish(self, path: Path) -> str:
        """Lay a file there; returns the name under which it lies.

        Raises:
            PublishingError: it can't be done now.
            DamagedTransferError: less than the file arrived, or it can't be read.
        """
        name = f"{secrets.token_urlsafe(32)}.pdf"
        try:
            size = path.stat().st_size
        except OSError as error:
            raise DamagedTransferError.unreadable(path.name) from error
        with self._telling():
            self._reached.put_file(str(path), self._at(name))
            if self._reached.size(self._at(name)) != size:
                raise DamagedTransferError.of(path.name)
        return name

    def link(self, name: str) -> str:
        """Where the gateway finds the file; "" where it is no more there or will not be for long."""
        with self._telling():
            try:
                laid = _moment(self._reached.modified(self._at(name)))
            except FileNotFoundError:
                return ""
            if self.now() - laid > self._life / 2:
                return ""
            if self._scheme == _S3:
                return str(self._reached.sign(self._at(name), expiration=int(self._life.total_seconds())))
        return f"{self.settings.url.rstrip('/')}/{name}"

    def remove(self, name: str) -> None:
        """Take a file away."""
        with self._telling():
            self._reached.rm_file(self._at(name))

    def sweep(self) -> int:
        """Take away what was laid there by this program longer ago than a link holds; returns how many."""
        swept = 0
        with self._telling():
            self._reached.makedirs(self._root, exist_ok=True)
            for path in self._listed():
                if not _NAME.fullmatch(name := str(path).replace("\\", "/").rsplit("/", 1)[-1]):
                    continue
                with suppress(FileNotFoundError):  # another program swept it a moment ago
                    if self.now() - _moment(self._reached.modified(self._at(name))) > self._life:
                        self._reached.rm_file(self._at(name))
                        swept += 1
        return swept

    def _listed(self) -> list[str]:
        try:
            return list(self._reached.ls(self._root, detail=False))
        except FileNotFoundError:
            return []  # where a folder is but a part of names, an empty one is none

    @property
    def _life(self) -> timedelta:
        return timedelta(days=self.settings.days)

    @property
    def _scheme(self) -> str:
        return self.settings.place.partition("://")[0] if "://" in self.settings.place else ""

    @cached_property
    def _found(self) -> tuple[AbstractFileSystem, str]:
        try:
            if self._scheme == _S3:
                importlib.import_module(_S3_PACKAGE)
            from fsspec.core import url_to_fs

            found, root = url_to_fs(self.settings.place, **self._options())
        except (ImportError, ValueError):
            raise not_installed(_S3, _S3_PACKAGE) from None
        return found, str(root).rstrip("/")

    @property
    def _reached(self) -> AbstractFileSystem:
        return self._found[0]

    @property
    def _root(self) -> str:
        return self._found[1]

    def _at(self, name: str) -> str:
        return f"{self._root}/{name}"

    def _options(self) -> dict[str, Any]:
        if self._scheme != _S3:
            return {}
        settings, secret = self.settings, publish_password(self.settings)
        password = secret.get_secret_value() if secret else ""
        options: dict[str, Any] = {"use_listings_cache": False}
        options |= {"key": settings.user, "secret": password} if settings.user else {}
        options |= {"endpoint_url": settings.endpoint} if settings.endpoint else {}
        return options | ({"client_kwargs": {"region_name": settings.region}} if settings.region else {})

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """What a place complains of, whatever library reaches it."""
        try:
            yield
        except (DamagedTransferError, GatewaySetupError):
            raise
        except OSError as error:
            full = error.errno in _full_numbers()
            raise (PublishingError.full if full else PublishingError.away)(self.place) from error
        except Exception as error:
            if type(error).__module__.partition(".")[0] in ("builtins", "batch"):
                raise
            raise PublishingError.away(self.place) from error


def _full_numbers() -> set[int]:
    import errno

    return {getattr(errno, name) for name in _FULL if hasattr(errno, name)}


def _moment(told: datetime) -> datetime:
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def publisher_of(setup: DoorSetup) -> Publisher:
    """The publisher that a door's settings name. Raises GatewaySetupError where it is none."""
    publish = setup.settings.publish
    place = setup.needed(publish.place, "publish.place")
    if "://" in place and not _is_bucket(place):
        # The place itself is not told: a password may stand in it.
        raise GatewaySetupError(
            _(
                "The setting {name} must be a folder or s3://bucket/folder, without user name and password."
            ).format(name=f"{setup.keys}publish.place"),
            _("User name and password stand in settings of their own; other places can't be reached safely."),
        )
    if "://" not in place and not Path(place).is_absolute():
        raise GatewaySetupError(
            _("The setting {name} must be the whole path of a folder.").format(
                name=f"{setup.keys}publish.place"
            ),
            _("For instance: {example}").format(example="/srv/ho-so, D:\\ho-so, \\\\may-chu\\ho-so"),
        )
    if not place.startswith(f"{_S3}://"):
        setup.needed(publish.url, "publish.url")
    for setting, address in (("url", publish.url), ("endpoint", publish.endpoint)):
        if address:
            _require_sound(f"{setup.keys}publish.{setting}", address, allow_http=setup.settings.allow_http)
    return Publisher(publish)


def _is_bucket(place: str) -> bool:
    scheme, _separator, rest = place.partition("://")
    return scheme == _S3 and "@" not in rest and bool(rest.strip("/"))


def _require_sound(setting: str, address: str, *, allow_http: bool) -> None:
    try:
        route_to(address, allow_http=True)
    except GatewaySetupError:
        raise GatewaySetupError(
            _("The address in {name} can't be used.").format(name=setting),
            _("Write it as https://host/path, without blanks, user name, password, ? or #."),
        ) from None
    if httpx2.URL(address).scheme == "http":
        try:
            route_to(address, allow_http=allow_http)
        except GatewaySetupError:
            raise open_link(setting) from None
