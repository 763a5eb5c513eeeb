# SPDX-License-Identifier: Apache-2.0
"""Plays the officer of the demo's sandbox gateway: receives every dossier that is there.

``python -m samples.officer URL`` moves each from “newly registered” to “received”, as somebody would on the
other side; ``sohoa status`` then shows it.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from urllib.request import Request, urlopen

NEW, RECEIVED = "1", "2"


def main(arguments: list[str]) -> int:
    """Receive what is new at the sandbox of this URL."""
    url = arguments[0].rstrip("/")
    new = [one["number"] for one in _asked(f"{url}/_sandbox/dossiers") if one["status"] == NEW]
    for number in new:
        _asked(f"{url}/_sandbox/status", {"number": number, "status": RECEIVED})
    sys.stderr.write(f"{len(new)} dossiers received by the sandbox gateway\n")
    return 0


def _asked(url: str, told: dict[str, str] | None = None) -> Any:
    """The JSON that the sandbox, a server on this computer, answers."""
    body = json.dumps(told).encode() if told else None
    request = Request(url, data=body, headers={"Content-Type": "application/json"})
    with urlopen(request, timeout=30) as answer:
        return json.load(answer)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
