# SPDX-License-Identifier: Apache-2.0
"""A page read, and what that took of the processor in the process that read it and the programs it started.

A module of its own: reading processes, also those of a cluster, import what they are to do by its name.
"""

from __future__ import annotations

import os

from intake.reading.page_work import PageTask, read_task


def cpu_of_reading(task: PageTask) -> float:
    """Processor seconds of reading one page."""
    before = _used()
    read_task(task)
    return _used() - before


def _used() -> float:
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system
