# SPDX-License-Identifier: Apache-2.0
"""What a run will need of the computer, looked at before it begins: room on the disk and memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from batch.night.context import Night
from batch.night.inbox import not_kept
from batch.night.remarks import Remark, RemarkCode
from intake.capture.sources import DossierSource
from intake.settings.log import log
from templates.system import free_memory

_KEPT_TIMES = 2.5
"""A scan is kept as it came and once more in the package, with a smaller copy for the portal: 1.4 MB a page
for 0.6 MB scanned (docs/capacity.md)."""
_SPARE_BYTES = 300_000_000
"""For database, log and what else goes on."""
_WORKER = 500 << 20
"""What a worker that reads holds at its height; the settings' limit is twice that."""
_COORDINATOR = 400 << 20


def look_ahead(night: Night, sources: Sequence[DossierSource]) -> Night:
    """The night with as many workers as memory has room for; what will lack is noted before it begins, and
    what there is room for is done all the same.
    """
    need = disk_need(not_kept(night.store, sources), night.store.home)
    if need.short:
        log().warning("disk-short", run=night.run_id, needed=need.needed, free=need.free)
        amounts = (_gigabytes(need.needed), _gigabytes(need.free))
        night.remarks.append(Remark(RemarkCode.DISK_SHORT, str(night.store.home), "", amounts=amounts))
    workers = night.workers if night.cluster else workers_for(night.workers, free_memory())
    if workers < night.workers:
        log().warning("memory-short", run=night.run_id, workers=workers, wanted=night.workers)
        amounts = (str(workers), str(night.workers))
        night.remarks.append(Remark(RemarkCode.MEMORY_SHORT, "", "", amounts=amounts))
    return replace(night, workers=workers)


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.1f} GB"


@dataclass(frozen=True, slots=True)
class DiskNeed:
    """Bytes that a run is likely to write, and those that are free."""

    needed: int
    free: int

    @property
    def short(self) -> bool:
        return self.needed > self.free


def disk_need(files: Iterable[Path], home: Path) -> DiskNeed:
    """What taking these files in and packaging them needs on the disk of ``home``."""
    size = 0
    for file in files:
        with suppress(OSError):
            size += file.stat().st_size
    place = next((folder for folder in (home, *home.parents) if folder.exists()), home)
    return DiskNeed(int(size * _KEPT_TIMES) + (_SPARE_BYTES if size else 0), shutil.disk_usage(place).free)


def workers_for(wanted: int, memory: int | None) -> int:
    """As many of the ``wanted`` workers as the free memory (bytes, None: unknown) has room for; at least
    one.
    """
    if memory is None:
        return wanted
    return max(1, min(wanted, (memory - _COORDINATOR) // _WORKER))
