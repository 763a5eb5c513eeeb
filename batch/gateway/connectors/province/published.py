# SPDX-License-Identifier: Apache-2.0
"""Whether what is published can be fetched by its link, tried with an empty page."""

from __future__ import annotations

import tempfile
from contextlib import closing, suppress
from pathlib import Path

import httpx2

from batch.gateway.errors import TransientError
from batch.gateway.protocol.calls import SAVED, Calls
from batch.gateway.publishing import Publisher
from batch.gateway.publishing.errors import PublishingError

_PROBE = b"%PDF-1.4\n%%EOF\n"
_WITHIN_S = 20.0


def fetched_by_link(publisher: Publisher) -> None:
    """Lay a file without content, fetch it as the gateway would, take it away; raises PublishingError."""
    publisher.sweep()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "probe.pdf")
        path.write_bytes(_PROBE)
        name = publisher.publish(path)
        try:
            if _fetched(publisher.link(name), Path(folder, "fetched.pdf")) != _PROBE:
                raise PublishingError.no_link(publisher.place)
        finally:
            publisher.remove(name)


def _fetched(link: str, into: Path) -> bytes:
    """What lies at the link, b"" where it can't be had. Its address was judged with the settings."""
    there = httpx2.URL(link)
    calls = Calls(f"{there.scheme}://{there.netloc.decode()}", timeout_s=_WITHIN_S, allow_http=True)
    with closing(calls), suppress(TransientError):
        answer = calls.send("result", "GET", link, read=calls.saving(into, 2 * len(_PROBE)))
        return into.read_bytes() if answer.body is SAVED else b""
    return b""
