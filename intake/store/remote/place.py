# SPDX-License-Identifier: Apache-2.0
"""Where kept files lie by the settings, and how that place is reached."""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from intake.errors import ObjectStoreError
from intake.settings.secrets import objects_secret
from intake.settings.settings import Settings, StoreSettings
from intake.store.objects import ObjectFolder, ObjectStore

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

    from intake.store.remote.objects import RemoteObjects

S3 = "s3"
CACHE = Path("cache", "objects")
_NEEDED = {S3: ("s3fs", "sohoa[s3]")}
_ONE_TRY = {"total_max_attempts": 1}
"""Tries are counted once, by ``trouble.patiently``."""


@dataclass(frozen=True, slots=True)
class ObjectPlace:
    """A place that fsspec reaches, as these settings say; without a key as its library finds one (AWS_…)."""

    url: str
    store: StoreSettings = field(default_factory=StoreSettings)

    @property
    def scheme(self) -> str:
        return self.url.partition("://")[0]

    def __str__(self) -> str:
        return self.url


def objects_of(settings: Settings) -> ObjectStore:
    """Where these settings keep papers; nothing is asked there yet."""
    if not settings.store.objects:
        return ObjectFolder(settings.home / "objects")
    return objects_at(settings.store.objects, settings)


def objects_at(url: str, settings: Settings) -> RemoteObjects:
    """The papers kept at ``url``, reached as these settings say."""
    from intake.store.remote.cache import ObjectCache
    from intake.store.remote.objects import RemoteObjects

    cached = ObjectCache(settings.home / CACHE, settings.store.cache_mb * 1_000_000)
    return RemoteObjects(ObjectPlace(url, settings.store), cached)


@cache
def filesystem(place: ObjectPlace) -> tuple[AbstractFileSystem, str]:
    """What reaches the place, and the place as it calls it, without "/" at its end.

    Raises ``ObjectStoreError`` where a package is not installed, or the key has no secret.
    """
    if place.scheme in _NEEDED:
        module, extra = _NEEDED[place.scheme]
        try:
            importlib.import_module(module)
        except ImportError:
            raise ObjectStoreError.not_installed(place.scheme, f'"{extra}"') from None
    from fsspec.core import url_to_fs

    try:
        reached, root = url_to_fs(place.url, **_options(place))
    except (ImportError, ValueError):  # a scheme that fsspec lacks a package for, or does not know
        raise ObjectStoreError.not_installed(place.scheme, f"fsspec[{place.scheme}]") from None
    if place.scheme == S3:
        reached.retries = 1
    return reached, str(root).rstrip("/")


def _options(place: ObjectPlace) -> dict[str, Any]:
    options: dict[str, Any] = {"use_listings_cache": False}
    if place.scheme != S3:
        return options
    store, secret = place.store, objects_secret(place.store)
    if store.objects_key:
        if secret is None:
            raise ObjectStoreError.no_secret(store.objects_key)
        options |= {"key": store.objects_key, "secret": secret.get_secret_value()}
    if store.objects_endpoint:
        options["endpoint_url"] = store.objects_endpoint
    if store.objects_region:
        options["client_kwargs"] = {"region_name": store.objects_region}
    timeouts = {"connect_timeout": store.objects_timeout_s, "read_timeout": store.objects_timeout_s}
    return {**options, "config_kwargs": {**timeouts, "retries": _ONE_TRY}}
