# SPDX-License-Identifier: Apache-2.0
"""What people look for at the desk, kept by a key: an address names the key, so that no name or number of a
citizen stands in it, in the browser's history or in a log.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from threading import Lock

MOST = 1_000
"""Of so many searches the back button still knows what was looked for."""


class Searches:
    """The last searches of a desk, by all who sit there; gone with the process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._texts: OrderedDict[str, str] = OrderedDict()

    def key(self, text: str) -> str:
        """The key under which ``text`` is kept from now on."""
        key = secrets.token_urlsafe(9)
        with self._lock:
            self._texts[key] = text
            while len(self._texts) > MOST:
                self._texts.popitem(last=False)
        return key

    def text(self, key: str) -> str | None:
        """What is looked for; None where the desk knows it no more."""
        with self._lock:
            return self._texts.get(key)
