# SPDX-License-Identifier: Apache-2.0
"""Plays the officer of the demo's sandbox gateway: receives dossiers, and issues their results.

``python -m samples.officer URL`` moves each from “newly registered” to “received”, as somebody would on the
other side; with ``--issue`` it ends those that were received and hands their results back. ``sohoa pull``
then tells it here.
"""

from __future__ import annotations

import sys
from typing import Any

import httpx2

from samples.issued import issued

NEW, RECEIVED, FINISHED = "1", "2", "9"


def main(arguments: list[str]) -> int:
    """Receive what is new at the sandbox of this URL, or issue the results of what was received."""
    url = arguments[0].rstrip("/")
    with httpx2.Client(base_url=url, trust_env=False, timeout=30) as sandbox:
        if "--issue" in arguments:
            count = sum(_issue(sandbox, one) for one in _standing(sandbox, RECEIVED))
            sys.stderr.write(f"{count} results issued by the sandbox gateway\n")
        else:
            new = _standing(sandbox, NEW)
            for one in new:
                _move(sandbox, one, RECEIVED)
            sys.stderr.write(f"{len(new)} dossiers received by the sandbox gateway\n")
    return 0


def _standing(sandbox: httpx2.Client, status: str) -> list[dict[str, Any]]:
    found = sandbox.get("/_sandbox/dossiers", params={"whole": "1"}).raise_for_status().json()
    return [one for one in found if one["status"] == status]


def _move(sandbox: httpx2.Client, one: dict[str, Any], status: str) -> None:
    told = {"number": one["number"], "status": status}
    sandbox.post("/_sandbox/status", json=told).raise_for_status()


def _issue(sandbox: httpx2.Client, one: dict[str, Any]) -> bool:
    result = issued(one["body"])
    if result is None:
        return False
    files, of = {"file": result}, {"number": one["number"]}
    sandbox.post("/_sandbox/results", data=of, files=files).raise_for_status()
    _move(sandbox, one, FINISHED)
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
