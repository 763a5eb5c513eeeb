# SPDX-License-Identifier: Apache-2.0
"""A paper that breaks, hangs or fills what packages it costs its own dossier's package, in words; after two
tries it is left alone.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from batch.errors import PackagingStoppedError
from batch.package import stops
from batch.package.apart import LIGHT_MIB, pack_apart
from batch.package.pack_work import HowToPack, PackagePlace, PackageSettings, PackTask
from batch.package.store import plan_ready, waiting_for_package
from batch.services.packaging import Packaged, package_dossiers
from intake.errors import StorageFullError
from intake.reading.worker_process import FailureCode, Limits
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from tests.intake.reading.test_page_memory import MAKERS
from tests.support.desks.packing_desk import (
    RECEIVED,
    WHO,
    Clock,
    add_paper,
    choice,
    complete_dossier,
    new_store,
)
from tests.support.desks.queue_desk import state_of
from tests.support.pages.drawn_scans import drawn
from tests.support.programs.packing_faults import (
    FAULTS,
    full_disk_beside_one_at_work,
    pack_and_weigh,
    pack_hostile,
)

pytestmark = pytest.mark.long

LIMITS = Limits(timeout_s=60.0, memory_mb=512)
HANG_S = 5.0
PAGE_MIB = 1024


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path / "home", Clock(RECEIVED + timedelta(hours=1)))
    yield store
    store.close()


def packaged(store: Store, how: HowToPack, *dossiers: str, asked_for: bool = False) -> list[Packaged]:
    ids = dossiers or waiting_for_package(store)
    return list(package_dossiers(store, ids, load_catalogue(), how, who=WHO, asked_for=asked_for))


def hostile(fault: str, dossier: str, trace: Path) -> HowToPack:
    limits = replace(LIMITS, timeout_s=HANG_S) if fault == "timeout" else LIMITS
    return HowToPack(limits=limits, work=partial(pack_hostile, fault, dossier, trace))


def tries(trace: Path) -> int:
    return len(trace.read_text().splitlines())


@pytest.mark.parametrize("fault", FAULTS)
def test_a_hostile_paper_costs_its_dossiers_package_and_no_other(
    store: Store, tmp_path: Path, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("batch.package.apart.SECONDS_A_PAGE", 0.0)
    bad, good = (complete_dossier(store, tmp_path / "scans") for _n in range(2))
    made = {one.dossier: one for one in packaged(store, hostile(fault, bad, tmp_path / "trace"))}
    assert made[good].built is not None
    assert (state_of(store, good), state_of(store, bad)) == ("queued", "complete")
    problem = made[bad].problem
    assert isinstance(problem, PackagingStoppedError)
    assert problem.reason == fault
    assert bad in problem.sentence and bad in problem.advice
    assert not list(store.packages.glob(".*")), "nothing half-made is left"


def test_after_two_tries_a_dossier_is_set_aside_in_the_same_words(store: Store, tmp_path: Path) -> None:
    bad, trace = complete_dossier(store, tmp_path / "scans"), tmp_path / "trace"
    how = hostile("memory", bad, trace)
    told = [packaged(store, how)[0].problem for _night in range(4)]
    assert tries(trace) == 2
    assert len({str(problem) for problem in told}) == 1
    with store.read() as session:
        codes = [event.data.get("code") for event in store.journal(session, bad)]
    assert codes.count(stops.PACKAGING_STOPPED) == 2


@pytest.fixture
def set_aside(store: Store, tmp_path: Path) -> str:
    bad = complete_dossier(store, tmp_path / "scans")
    how = hostile("memory", bad, tmp_path / "trace")
    for _night in range(2):
        packaged(store, how)
    with pytest.raises(PackagingStoppedError):
        plan_ready(store, bad, load_catalogue())
    return bad


def test_a_person_may_ask_for_one_that_was_set_aside(store: Store, set_aside: str) -> None:
    (made,) = packaged(store, HowToPack(limits=LIMITS), set_aside, asked_for=True)
    assert made.built is not None
    assert state_of(store, set_aside) == "queued"


def test_one_that_was_set_aside_is_tried_again_once_it_changed(store: Store, set_aside: str) -> None:
    with store.write() as session:
        store.set_form_values(session, set_aside, [choice("child.sex", "Nữ")])
    assert plan_ready(store, set_aside, load_catalogue())


def test_another_program_tries_what_one_set_aside(
    store: Store, set_aside: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stops, "VERSION", "99.0")
    assert plan_ready(store, set_aside, load_catalogue())


def bomb(path: Path, mebibytes: int) -> Path:
    """A scan in a PDF that viewers show as it is, and whose JPEG, packed once more, has so much behind it."""
    image = drawn().image.convert("RGB")
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG")
    packer = zlib.compressobj(1)
    packed = packer.compress(jpeg.getvalue())
    packed += b"".join(packer.compress(bytes(1 << 20)) for _mebibyte in range(mebibytes)) + packer.flush()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        stream = pdf.make_stream(
            packed, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=image.width,
            Height=image.height, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB,
        )  # fmt: skip
        stream.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
        page.obj.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /Im0 Do Q")
        pdf.save(path)
    return path


def test_a_file_that_unpacks_without_end_stays_within_the_memory_allowed(
    store: Store, tmp_path: Path
) -> None:
    bad, good = (complete_dossier(store, tmp_path / "scans") for _n in range(2))
    add_paper(store, bad, bomb(tmp_path / "bomb.pdf", 1500), [drawn().reading])
    told = tmp_path / "peak"
    how = HowToPack(limits=LIMITS, work=partial(pack_and_weigh, told))
    made = {one.dossier: one.problem for one in packaged(store, how, bad, good)}
    assert isinstance(made[bad], PackagingStoppedError)
    assert made[good] is None
    assert int(told.read_text()) <= 512


@pytest.mark.parametrize("kind", ["cmyk", "jpeg-2000", "pdf-lossless", "tiff"])
@pytest.mark.slow
def test_a_page_of_9000_by_9000_pixels_is_packaged_within_the_memory_of_a_page(
    store: Store, tmp_path: Path, kind: str
) -> None:
    dossier = complete_dossier(store, tmp_path / "scans")
    add_paper(store, dossier, MAKERS[kind](tmp_path), [drawn().reading])
    told = tmp_path / "peak"
    how = HowToPack(limits=Limits(memory_mb=PAGE_MIB), work=partial(pack_and_weigh, told))
    (made,) = packaged(store, how, dossier)
    assert made.built is not None
    assert int(told.read_text()) <= PAGE_MIB


@pytest.mark.slow
def test_heavy_papers_may_be_held_several_times_over(store: Store, tmp_path: Path) -> None:
    dossier = complete_dossier(store, tmp_path / "scans")
    heavy = tmp_path / "heavy.tif"
    with heavy.open("wb") as stream:
        Image.new("L", (600, 800), "white").save(stream, "TIFF")
        stream.truncate(int((LIGHT_MIB + 1) * 2**20))
    add_paper(store, dossier, heavy, [drawn().reading])
    plan, seen = plan_ready(store, dossier, load_catalogue()), tmp_path / "limit"
    task = PackTask(plan, PackagePlace(store.packages, store.objects), PackageSettings())
    (outcome,) = pack_apart([task], HowToPack(limits=LIMITS, work=partial(tell_limit, seen)))
    assert outcome.failure is not None and outcome.failure.code is FailureCode.ERROR
    assert int(seen.read_text()) >= 512 + 4 * LIGHT_MIB


def tell_limit(seen: Path, task: PackTask) -> None:
    import resource

    seen.write_text(str(resource.getrlimit(resource.RLIMIT_DATA)[0] // 2**20))
    raise ValueError(task)


def test_a_full_disk_ends_all_and_keeps_nothing_of_what_others_had_begun(
    store: Store, tmp_path: Path
) -> None:
    full, _other = (complete_dossier(store, tmp_path / "scans") for _n in range(2))
    work = partial(full_disk_beside_one_at_work, full, tmp_path / "begun")
    with pytest.raises(StorageFullError):
        packaged(store, HowToPack(limits=LIMITS, workers=2, work=work))
    assert not list(store.packages.glob(".*"))
