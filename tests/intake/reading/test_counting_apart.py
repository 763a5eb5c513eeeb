# SPDX-License-Identifier: Apache-2.0
"""The first look at a file happens in a process of its own: a file that breaks, hangs or fills it costs only
itself.
"""

from __future__ import annotations

import os
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from intake.capture.opening import probe
from intake.capture.pages import CaptureLimits
from intake.capture.refusals import RefusalCode
from intake.reading.counting_apart import CountTask, count_task, counting_apart
from intake.reading.page_work import HowToRead
from intake.reading.worker_process import Limits
from intake.services.receive.ingest import take_in
from intake.store.store import Store
from tests.support.desks.intake_desk import PROCEDURE, scan

MEBIBYTE = 1 << 20


def abort(task: CountTask) -> int:
    return os.abort() if task.path.endswith("bad.png") else count_task(task)


def hang(task: CountTask) -> int:
    if task.path.endswith("bad.png"):
        time.sleep(3600)
    return count_task(task)


def fill(task: CountTask) -> int:
    return len(bytearray(64 << 30)) if task.path.endswith("bad.png") else count_task(task)


def fail(task: CountTask) -> int:
    if task.path.endswith("bad.png"):
        raise RuntimeError("a fault of a library")
    return count_task(task)


@pytest.mark.parametrize(
    ("work", "timeout_s", "code"),
    [
        (abort, 60, RefusalCode.BREAKS_READER),
        (hang, 5, RefusalCode.TOO_SLOW),
        (fill, 60, RefusalCode.TOO_MUCH_MEMORY),
        (fail, 60, RefusalCode.UNREADABLE),
    ],
)
def test_a_file_that_ends_what_opens_it_is_refused_and_the_next_is_taken_in(
    store: Store, tmp_path: Path, work: Callable[[CountTask], int], timeout_s: float, code: RefusalCode
) -> None:
    good, bad = scan(tmp_path / "good.png"), scan(tmp_path / "bad.png", "bad")
    how = HowToRead(limits=Limits(timeout_s))
    with store.write() as session:
        dossier = store.create_dossier(session, procedure=PROCEDURE, who="lan").id
    with counting_apart(how, work) as count:
        taken = take_in(store, dossier, [bad, good], who="lan", limits=how.capture, count=count)
    assert (len(taken.added), len(taken.refused)) == (1, 1)
    with store.read() as session:
        codes = {paper.name: paper.refusal_code for paper in store.documents(session, dossier)}
    assert codes == {"bad.png": code, "good.png": ""}


def test_a_small_pdf_that_unfolds_to_gigabytes_does_not_fill_this_process(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pdf"
    path.write_bytes(unfolding_pdf(mebibytes=300))
    with counting_apart(HowToRead(limits=Limits(memory_mb=256))) as count:
        found = probe(path, count=count)
    assert path.stat().st_size < MEBIBYTE
    assert found.refusal is not None
    assert found.refusal.code in (RefusalCode.BREAKS_READER, RefusalCode.TOO_MUCH_MEMORY)


def test_what_the_child_says_is_what_this_process_would_say(tmp_path: Path) -> None:
    three = tmp_path / "three.tif"
    pages = [Image.new("L", (100, 100), shade) for shade in (0, 100, 200)]
    pages[0].save(three, save_all=True, append_images=pages[1:])
    cut = tmp_path / "cut.pdf"
    cut.write_bytes(b"%PDF-1.4\n1 0 obj\n<<")
    with counting_apart(HowToRead()) as count:
        for path in (three, cut, tmp_path / "none.png"):
            assert probe(path, count=count) == probe(path)


def test_the_same_bytes_are_not_opened_again(store: Store, tmp_path: Path) -> None:
    first, again = scan(tmp_path / "a.png"), scan(tmp_path / "again" / "b.png")
    opened: list[Path] = []

    def count(path: Path, _media_type: str, _limits: CaptureLimits) -> int:
        opened.append(path)
        return 7

    with store.write() as session:
        dossiers = [store.create_dossier(session, procedure=PROCEDURE, who="lan").id for _ in range(2)]
    for dossier, path in zip(dossiers, (first, again), strict=True):
        take_in(store, dossier, [path], who="lan", count=count)
    with store.read() as session:
        counted = [store.documents(session, dossier)[0].page_count for dossier in dossiers]
    assert (opened, counted) == ([first], [7, 7])


def unfolding_pdf(mebibytes: int) -> bytes:
    """A PDF of some kilobytes whose page tree lies in a stream of so many MiB of zeros."""
    packed = _zeros(mebibytes)
    head = b"%PDF-1.5\n"
    stream = b"3 0 obj\n<</Type/ObjStm/N 2/First 12/Filter/FlateDecode/Length %d>>stream\n" % len(packed)
    objects = head + stream + packed + b"\nendstream endobj\n"
    rows = [(0, 0, 65535), (2, 3, 0), (2, 3, 1), (1, len(head), 0), (1, len(objects), 0)]
    table = b"".join(struct.pack(">BIH", *row) for row in rows)
    entry = b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 2]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return objects + entry + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(objects)


def _zeros(mebibytes: int) -> bytes:
    """So many MiB of zeros as a zlib stream, without making them: one packed block again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(MEBIBYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    checksum = ((mebibytes * MEBIBYTE) % 65521) << 16 | 1  # Adler-32 of zeros
    return b"\x78\xda" + block * mebibytes + end + checksum.to_bytes(4, "big")
