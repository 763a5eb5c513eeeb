# SPDX-License-Identifier: Apache-2.0
"""Papers by their address alone: how the tasks of a cluster name them to other computers.

No secret goes along, nor where another computer has its cache: whoever opens the papers does so as its own
computer was told (``surroundings``), with the secret that its own settings, environment or keyring have. What
goes to a cluster can be seen by whoever reaches its scheduler.
"""

from __future__ import annotations

import json
import os
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from intake.errors import ObjectStoreError
from intake.settings.secrets import objects_secret
from intake.settings.settings import Settings, StoreSettings
from intake.store.remote.cache import ObjectCache
from intake.store.remote.objects import RemoteObjects
from intake.store.remote.place import CACHE, ObjectPlace

TOLD = "SOHOA_WORKER_PAPERS"
VARIABLE = "SOHOA_STORE__OBJECTS_SECRET"
_KNOWN = {"objects", "objects_endpoint", "objects_region", "objects_key", "objects_timeout_s", "cache_mb"}


@dataclass(frozen=True, slots=True)
class PapersAt:
    """The papers kept at ``address``, for whoever has settings of its own for them."""

    address: str

    def opened(self, sha256: str, name: str = "") -> AbstractContextManager[Path]:
        """As ``RemoteObjects.opened``; raises ``ObjectStoreError`` also where this computer's settings name
        another place, or none.
        """
        return _own(self.address).opened(sha256, name)


def surroundings(settings: Settings) -> dict[str, str]:
    """The environment in which processes of this computer open ``PapersAt`` as these settings say; nothing
    where papers lie in the home.
    """
    store = settings.store
    if not store.objects:
        return {}
    told = {"cache": str(settings.home / CACHE), "store": store.model_dump(mode="json", include=_KNOWN)}
    secret = objects_secret(store)
    own = {VARIABLE: secret.get_secret_value()} if secret is not None else {}
    return {TOLD: json.dumps(told), **own}


@cache
def _own(address: str) -> RemoteObjects:
    told: dict[str, Any] = json.loads(os.environ.get(TOLD, "{}"))
    known = told.get("store", {})
    if known.get("objects") != address:
        raise ObjectStoreError.unknown_to_worker(address)
    secret = os.environ.get(VARIABLE)
    store = StoreSettings(**known, objects_secret=SecretStr(secret) if secret else None)
    return RemoteObjects(
        ObjectPlace(address, store), ObjectCache(Path(told["cache"]), store.cache_mb * 1_000_000)
    )
