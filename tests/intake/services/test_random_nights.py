# SPDX-License-Identifier: Apache-2.0
"""Whose papers are these, over random nights of folders that come, grow, shrink, are copied and used anew."""

from __future__ import annotations

import io
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from intake.capture.sources import DossierSource
from intake.dossier.journal import What, fold, is_held
from intake.dossier.states import CLOSED, State
from intake.dossier.stored import GONE, StoredFile
from intake.dossier.thresholds import USABLE
from intake.services.receive.ingest import Taken, ingest, plan
from intake.store.objects import LEAST_STUB_BYTES, digest
from intake.store.store import Store
from intake.store.tables.model import DossierRow
from tests.support.desks.intake_desk import NOW, PROCEDURE
from tests.support.dossiers.fake_pages import form_page
from tests.support.programs.examples import share_of_examples

pytestmark = pytest.mark.long


def _picture(seed: int, side: int) -> bytes:
    """A JPEG of noise: the size of its file grows with ``side``."""
    noise = np.random.default_rng(seed).integers(0, 256, (side, side), np.uint8)
    stream = io.BytesIO()
    Image.fromarray(noise).save(stream, "JPEG")
    return stream.getvalue()


WHOLE = _picture(0, 200)
STUB = WHOLE[: LEAST_STUB_BYTES + 1000]
"""``WHOLE`` as it is while it is still being written; it opens, for its head says how large it will be."""

PAPERS = {
    "card": _picture(1, 24),
    **{f"paper {number}": _picture(number, 24) for number in range(2, 9)},
    "whole": WHOLE,
    "stub": STUB,
    "bad 1": b"no scan",
    "bad 2": b"no scan either",
    "empty": b"",
}
OPENED = frozenset(PAPERS) - {"bad 1", "bad 2", "empty"}

FOLDERS = [f"{parent}/{name}" for parent in ("monday", "tuesday") for name in ("01", "02")]
FILES = ["1.jpg", "2.jpg", "3.jpg", "back/1.jpg"]
folders, papers = st.sampled_from(FOLDERS), st.sampled_from(sorted(PAPERS))
deeds = st.one_of(
    st.tuples(st.just("put"), folders, st.sampled_from(FILES), papers),
    st.tuples(st.just("put"), folders, st.sampled_from(FILES), papers),
    st.tuples(st.just("fill"), folders, st.sampled_from(["2", "4", "6"])),
    st.tuples(st.just("scan again"), folders, papers),
    st.tuples(st.just("remove"), folders, st.sampled_from(FILES)),
    st.tuples(st.just("clear"), folders),
    st.tuples(st.just("copy"), folders, folders),
    st.tuples(st.just("send"), folders),
    st.tuples(st.just("write in"), folders),
    st.tuples(st.just("read"), folders, papers),
)
nights = st.lists(st.lists(deeds, min_size=1, max_size=8), min_size=1, max_size=4)


@dataclass
class World:
    """A desk's folders over some nights, and what came of them."""

    root: Path
    store: Store
    of: dict[str, str] = field(default_factory=dict)
    """The folder that each dossier came from."""
    ever: dict[str, set[str]] = field(default_factory=dict)
    """The hashes of all that ever lay in a folder on a night."""
    forms: set[tuple[str, str]] = field(default_factory=set)
    """Dossiers and the hashes of those of their papers that turned out to be forms when they were read."""

    def do(self, deed: Sequence[str]) -> None:
        what, folder, *more = deed
        place = self.root / folder
        match what:
            case "put":
                path = place / more[0]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(PAPERS[more[1]])
            case "fill":
                for number, file in enumerate(FILES[:3], start=int(more[0])):
                    self.do(("put", folder, file, f"paper {number}"))
            case "scan again":
                for file in place.glob("2.jpg"):
                    file.write_bytes(PAPERS[more[0]])
            case "remove":
                (place / more[0]).unlink(missing_ok=True)
            case "clear":
                shutil.rmtree(place, ignore_errors=True)
            case "copy" if more[0] != folder and place.exists():
                shutil.rmtree(self.root / more[0], ignore_errors=True)
                shutil.copytree(place, self.root / more[0])
            case "send":
                with self.store.write() as session:
                    for dossier in self._dossiers(folder):
                        session.get_one(DossierRow, dossier).state = State.PUSHED
            case "write in":
                with self.store.write() as session:
                    for dossier in self._dossiers(folder):
                        self.store.note(session, dossier, What.REQUESTER, who="lan", data={"name": ""})
            case "read":
                for dossier in self._dossiers(folder):
                    self._is_read(dossier, _hash_of(PAPERS[more[0]]))

    def _is_read(self, dossier: str, sha256: str) -> None:
        """The paper, if the dossier has it, is a form of which a name was read."""
        for row in self.rows(dossier):
            if row.sha256 == sha256 and row.page_count:
                page = form_page({"child.full_name": "TRẦN GIA HÂN"}, USABLE)
                with self.store.write() as session:
                    self.store.save_page_reading(session, row.id, page, reader="1")
                self.forms.add((dossier, sha256))

    def _dossiers(self, folder: str) -> list[str]:
        return [dossier for dossier, of in self.of.items() if of == folder]

    def night(self) -> list[tuple[DossierSource, Taken]]:
        sources = [source for day in ("monday", "tuesday") for source in _planned(self.root / day)]
        return [(s, ingest(self.store, s, procedure=PROCEDURE, who="lan")) for s in sources]

    def rows(self, dossier: str) -> Sequence[StoredFile]:
        """All papers of a dossier, also those that are gone."""
        with self.store.read() as session:
            return self.store.every_document(session, dossier)


def _planned(folder: Path) -> list[DossierSource]:
    return plan(folder) if folder.exists() else []


@pytest.fixture(scope="module")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("empty") / "home"
    Store.open(home).close()
    return home


@settings(deadline=None, max_examples=share_of_examples(12), suppress_health_check=[HealthCheck.too_slow])
@given(nights)
def test_whatever_the_nights_bring_no_folders_papers_lie_in_anothers_dossier_and_none_is_lost(
    empty_home: Path, nights: list[list[tuple[str, ...]]]
) -> None:
    with TemporaryDirectory() as place:
        shutil.copytree(empty_home, Path(place) / "home")
        store = Store.open(Path(place) / "home", clock=lambda: NOW)
        world = World(Path(place) / "in", store)
        try:
            for deeds in nights:
                for deed in deeds:
                    world.do(deed)
                _a_night_holds(world)
        finally:
            store.close()


def _a_night_holds(world: World) -> None:
    before = {dossier: world.rows(dossier) for dossier in world.of}
    taken = world.night()
    for source, one in taken:
        _a_source_is_where_it_belongs(world, source, one, before)
    again = world.night()
    assert [one.dossier_id for _source, one in again] == [one.dossier_id for _source, one in taken]
    assert not any(one.created or one.added or one.refused or one.replaced for _source, one in again)
    for dossier in world.of:
        _the_journal_tells_the_papers(world, dossier)


def _a_source_is_where_it_belongs(
    world: World, source: DossierSource, taken: Taken, before: dict[str, Sequence[StoredFile]]
) -> None:
    folder = source.path.relative_to(world.root).as_posix()
    lying = {digest(path).sha256: path.relative_to(source.path).as_posix() for path in source.files}
    opened = {digest(path).sha256 for path in source.files if _opens(path)}
    rows = world.rows(taken.dossier_id)
    if taken.copied:
        assert opened and set(lying) - {EMPTY} <= {row.sha256 for row in rows}
        assert len(taken.doubles) == len(source.files) and world.of[taken.dossier_id] != folder
        return
    assert world.of.setdefault(taken.dossier_id, folder) == folder
    assert taken.created == (taken.dossier_id not in before)
    ever = world.ever.setdefault(folder, set())
    ever |= set(lying)
    kept = [row for row in rows if row.refusal_code not in GONE]
    current = {row.sha256 for row in kept}
    assert opened <= current and {row.sha256 for row in rows} - {None} <= ever
    for path in source.files:
        assert _is_there(rows, path, source)
    had = {row.sha256 for row in before.get(taken.dossier_id, ())}
    if any(row.page_count and row.sha256 in had for row in rows):
        # A dossier with papers goes on only with one of them, or with one that was a stub.
        assert (set(lying) & had) or WHOLE_HASH in lying
    _a_folder_filled_anew_is_asked_about(world, taken, opened, before)
    with world.store.read() as session:
        sent = world.store.get(session, taken.dossier_id).state in CLOSED
    here = {row.place for row in rows if row.sha256 in opened}
    assert sent or not any(row.place in here and row.sha256 not in lying for row in kept)


def _a_folder_filled_anew_is_asked_about(
    world: World, taken: Taken, lying: set[str], before: dict[str, Sequence[StoredFile]]
) -> None:
    """Papers gone and others come: the earlier dossier goes on with the form that says whose it is, or with
    most of its papers and then held back; what has papers in common with it is held back beside it.
    """
    with world.store.read() as session:
        held = is_held(world.store.journal(session, taken.dossier_id))
        sent = world.store.get(session, taken.dossier_id).state in CLOSED
    if taken.created:
        assert held or not any(
            row.page_count and row.sha256 in lying for other in taken.earlier for row in before[other]
        )
        return
    ever = {row.sha256 for row in before[taken.dossier_id]}
    had = {row.sha256 for row in before[taken.dossier_id] if row.page_count and not row.withdrawn}
    gone = had - lying - ({STUB_HASH} if WHOLE_HASH in lying else set())
    came = lying - ever - ({WHOLE_HASH} if STUB_HASH in ever else set())
    form_stays = any((taken.dossier_id, sha256) in world.forms for sha256 in lying)
    if had and gone and came and not form_stays:
        assert held or sent
        assert 2 * len(had - gone) > len(had)


def _is_there(rows: Sequence[StoredFile], path: Path, source: DossierSource) -> bool:
    """As a paper, as a refusal, or as one for which another stands in by now."""
    sha256 = digest(path).sha256
    if sha256 == EMPTY:
        return any(row.sha256 is None and row.place == source.place_of(path) for row in rows)
    return any(row.sha256 == sha256 for row in rows)


def _the_journal_tells_the_papers(world: World, dossier: str) -> None:
    current = {row.sha256 for row in world.rows(dossier) if not row.refusal_code}
    with world.store.read() as session:
        assert fold(world.store.journal(session, dossier)).papers == current


def _opens(path: Path) -> bool:
    return any(path.read_bytes() == PAPERS[name] for name in OPENED)


def _hash_of(content: bytes) -> str:
    import hashlib

    return hashlib.sha256(content).hexdigest()


EMPTY, WHOLE_HASH, STUB_HASH = _hash_of(b""), _hash_of(WHOLE), _hash_of(STUB)
