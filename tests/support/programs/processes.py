# SPDX-License-Identifier: Apache-2.0
"""Other processes, for tests of two programs at once."""

from __future__ import annotations

import multiprocessing
from multiprocessing.context import BaseContext

from intake.reading.workers import start_forkserver
from templates.system import START_METHOD


def fresh_processes() -> BaseContext:
    """A context whose processes share nothing with this one; they start at the price of a fork where a system
    has such a thing.
    """
    start_forkserver()
    return multiprocessing.get_context(START_METHOD)
