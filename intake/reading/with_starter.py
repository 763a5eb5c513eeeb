# SPDX-License-Identifier: Apache-2.0
"""Loaded by the process that Dask keeps beside its worker (``cluster_worker.serve``): it ends with whoever
started it, also where that one was killed and could say nothing. Its standard input is a pipe of that one,
which the system closes then. Worker and reading processes end with it in turn: who starts the worker anew
would have two of them, and memory for one.
"""

from __future__ import annotations

import os
import threading

STANDARD_INPUT = 0


def dask_setup(_nanny: object) -> None:
    """Called by Dask."""
    threading.Thread(target=_end_with_starter, daemon=True).start()


def _end_with_starter() -> None:
    while os.read(STANDARD_INPUT, 1):
        continue  # nobody writes anything; what comes is the end
    os._exit(1)
