# SPDX-License-Identifier: Apache-2.0
"""This computer as one of a cluster: Dask's own worker, started so that each page can be read in a process of
its own (``intake.reading.cluster``).
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from intake.errors import ClusterError
from intake.reading.cluster import CONNECT_TIMEOUT_S, is_here, require_certificates
from intake.reading.worker_process import OUR_MODULES
from templates.files.active import tell_children

_SELDOM = {
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "500ms",
    "DASK_DISTRIBUTED__WORKER__MEMORY__MONITOR_INTERVAL": "1s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}
"""How often Dask's processes look at themselves: by its own wish up to a hundred times a second, which takes
processor time from the pages. What is read lies in other processes, which it does not see.
"""


def _listening(address: str) -> list[str]:
    """Where the worker of a scheduler at ``address`` listens: unless told, Dask's does on all interfaces, and
    whoever reaches it runs programs there. What it shows of itself is for this computer alone.
    """
    host = urlsplit(address).hostname or ""
    here = ["--host", "127.0.0.1" if host == "localhost" else host] if is_here(host) else []
    return [*here, "--dashboard-address", "127.0.0.1:0"]


def serve(address: str, workers: int, scratch: Path, surroundings: Mapping[str, str]) -> int:
    """Read pages for the cluster at ``address``, ``workers`` at once, until it is stopped: Dask's own worker,
    started so that each page can be read in a process of its own. Returns its exit status, 0 where it was
    asked to end.

    ``scratch``: the folder for what Dask writes while it runs; ``surroundings``: what its processes are told
    of where papers are kept. Raises ``ClusterError``.
    """
    try:
        import distributed  # noqa: F401
    except ImportError as error:
        raise ClusterError.not_installed() from error
    require_certificates(address, "worker")
    tell_children()
    own = {
        "DASK_DISTRIBUTED__WORKER__DAEMON": "False",  # a daemon may have no children
        "DASK_DISTRIBUTED__WORKER__USE_FILE_LOCKING": "False",
    }
    command = [sys.executable, "-m", "dask", "worker", address, "--nworkers", "1", "--nthreads", str(workers)]
    command += [
        *_listening(address),
        "--no-dashboard",
        "--local-directory",
        str(scratch),
        "--death-timeout",
        f"{CONNECT_TIMEOUT_S:.0f}",
        "--preload-nanny",
        "intake.reading.with_starter",
    ]
    worker = subprocess.Popen(
        command, env={**os.environ, **surroundings, **own, **_SELDOM, **OUR_MODULES}, stdin=subprocess.PIPE
    )
    asked = False

    def end(*_told: object) -> None:
        nonlocal asked
        asked = True
        worker.terminate()

    signal.signal(signal.SIGTERM, end)
    while True:
        try:
            status = worker.wait()
            return 0 if asked else status
        except KeyboardInterrupt:  # which the worker was given as well
            asked = True
