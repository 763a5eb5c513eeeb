# SPDX-License-Identifier: Apache-2.0
"""One place, several dossiers in turn: a scanner's folder is filled anew, and sometimes with older papers."""

from __future__ import annotations

import errno
import unicodedata
from pathlib import Path

import pytest
from PIL import Image

from intake.capture.sources import plan
from intake.services.receive.ingest import Taken, ingest
from intake.services.receive.origin import KnownDossier, Seen, familiar, goes_on
from intake.store.objects import LEAST_STUB_BYTES
from intake.store.store import Store
from templates.errors import UsageError
from tests.support.desks.intake_desk import PROCEDURE, scan


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    return tmp_path / "scans"


def photo(path: Path) -> bytes:
    """A picture longer than any beginning that tells nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.effect_noise((300, 300), 90).save(path)
    assert path.stat().st_size > LEAST_STUB_BYTES
    return path.read_bytes()


def filled(folder: Path, files: dict[str, bytes]) -> None:
    """The folder with these files and no others."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def night(store: Store, scans: Path) -> Taken:
    (source,) = plan(scans)
    return ingest(store, source, procedure=PROCEDURE, who="lan")


def photos(scans: Path, *names: str) -> dict[str, bytes]:
    return {name: photo(scans.parent / "made" / name) for name in names}


def test_a_folder_filled_with_the_first_citizen_s_papers_again_goes_to_the_first_citizen(
    store: Store, scans: Path
) -> None:
    of_an, of_binh = photos(scans, "1.png", "2.png"), photos(scans, "1.png", "2.png")
    filled(scans / "01", of_an)
    an = night(store, scans)
    filled(scans / "01", of_binh)
    binh = night(store, scans)
    assert binh.earlier == (an.dossier_id,)

    filled(scans / "01", of_an)

    assert night(store, scans) == Taken(an.dossier_id, doubles=("1.png", "2.png"))


def test_of_two_dossiers_of_a_place_the_one_with_more_of_the_papers_goes_on(
    store: Store, scans: Path
) -> None:
    of_an, of_binh = photos(scans, "a1.png", "a2.png", "a3.png"), photos(scans, "b1.png", "b2.png")
    filled(scans / "01", of_an)
    an = night(store, scans)
    filled(scans / "01", of_binh)
    binh = night(store, scans)
    assert an.dossier_id != binh.dossier_id

    filled(scans / "01", of_an | of_binh)

    assert night(store, scans).dossier_id == an.dossier_id


def test_a_paper_that_was_replaced_is_still_known_as_that_dossier_s(store: Store, scans: Path) -> None:
    made = (scan(scans.parent / f"{name}.png", name).read_bytes() for name in ("1", "2", "f", "g"))
    one, two, form, again = made
    filled(scans / "01", {"1.png": one, "2.png": two, "form.png": form})
    first = night(store, scans)
    filled(scans / "01", {"1.png": one, "2.png": two, "form.png": again})
    assert night(store, scans).replaced == ("form.png",)

    filled(scans / "01", {"form.png": form})

    assert night(store, scans).dossier_id == first.dossier_id


def test_a_file_that_got_shorter_or_stayed_is_not_one_completed(store: Store, scans: Path) -> None:
    whole = photo(scans / "01" / "1.png")
    first = night(store, scans)
    filled(scans / "01", {"1.png": whole[: LEAST_STUB_BYTES + 10]})
    shorter = night(store, scans)
    assert shorter.dossier_id != first.dossier_id


def seen(name: str, content: str | None = None, size: int = 10, *, opened: bool = True) -> Seen:
    return Seen(name, content or f"hash of {name}", size, opened)


@pytest.mark.parametrize(
    ("last", "now", "same"),
    [
        (("1", "2", "3"), ("1", "2", "3"), True),
        (("1", "2", "3"), ("1", "2", "x"), True),
        (("1", "2", "3"), ("1", "x", "y"), False),
        (("1",), ("1", "x", "y", "z"), True),
        (("1", "2"), ("1", "x", "y"), False),
        (("1", "2", "3", "4"), ("1", "2", "x", "y"), False),
        (("1", "2", "3", "4", "5"), ("1", "2", "3", "x", "y"), True),
        (("1", "2", "3", "4", "5"), ("1", "2", "x", "y", "z"), False),
        (("1", "2", "3", "4", "5", "6", "7", "8"), ("1", "2", "x"), False),
        (("1", "2", "3"), ("1", "2", "x", "y"), False),
        (("1", "2", "3"), ("1",), True),
        (("1", "2"), ("x", "y"), False),
    ],
    ids=lambda value: "".join(value) if isinstance(value, tuple) else str(value),
)
def test_it_only_grew_or_shrank_or_most_papers_of_then_and_of_now_are_the_same(
    last: tuple[str, ...], now: tuple[str, ...], same: bool
) -> None:
    known = KnownDossier("HS", tuple(seen(name) for name in last))
    assert goes_on(known, [seen(name) for name in now], ()) is same


@pytest.mark.parametrize(
    ("form", "same"),
    [("1", True), ("2", False), (None, False)],
    ids=["it stays", "it is replaced", "none read"],
)
@pytest.mark.parametrize("now", [("1", "2"), ("1", "x"), ("1", "x", "y", "z")])
def test_half_of_the_papers_or_less_is_enough_only_with_a_form_that_was_read(
    now: tuple[str, ...], form: str | None, same: bool
) -> None:
    """A card shared by twins under its old name, the other paper replaced under its own or another."""
    forms = frozenset({f"hash of {form}"} if form else ())
    known = KnownDossier("HS", (seen("1"), seen("2")), forms=lambda: forms)
    lying = [seen(now[0]), *(seen(place, f"another scan, {place}") for place in now[1:])]
    assert goes_on(known, lying, ()) is same


def test_a_file_that_could_not_be_opened_is_no_paper_that_is_gone_and_what_repairs_it_is_no_new_one() -> None:
    known = KnownDossier("HS", (seen("1"), seen("2"), seen("bad", opened=False)))
    assert goes_on(known, [seen("1"), seen("2"), seen("good")], ())
    known = KnownDossier("HS", (seen("1"), seen("2"), seen("3"), seen("bad", opened=False)))
    repaired = [seen("1"), seen("2"), seen("3", "scanned again"), seen("bad", "repaired")]
    assert goes_on(known, repaired, ())
    assert not goes_on(known, [*repaired, seen("4")], ())


def test_papers_in_a_folder_that_is_closed_tonight_are_not_gone() -> None:
    known = KnownDossier("HS", (seen("1"), seen("below/2"), seen("below/3")))
    closed = Seen("below", None, 0, opened=False)
    assert goes_on(known, [seen("1"), seen("4"), closed], ())
    assert not goes_on(known, [seen("1"), seen("4")], ())


def test_what_a_person_took_out_is_not_gone_when_its_file_is() -> None:
    known = KnownDossier("HS", (seen("1"),), earlier=(seen("of another"),))
    assert goes_on(known, [seen("1"), seen("2"), seen("3")], ())


def test_half_is_not_enough_where_what_replaced_the_other_half_could_not_be_opened() -> None:
    known = KnownDossier("HS", (seen("1"), seen("2")))
    assert not goes_on(known, [seen("1"), seen("2", "broken", opened=False)], ())


def test_empty_files_are_no_papers_that_two_folders_share() -> None:
    empty = seen("a", "hash of nothing", 0, opened=False)
    known = KnownDossier("HS", (seen("1"), empty))
    assert familiar(known, [empty, seen("2")], ()) == []
    assert not goes_on(known, [empty, seen("2")], ())
    assert goes_on(known, [empty, seen("1")], ())


def test_two_copies_of_one_paper_count_once() -> None:
    known = KnownDossier("HS", (seen("1"), seen("2"), seen("3")))
    copies = [seen("1"), seen("copy", "hash of 1"), seen("x"), seen("y")]
    assert not goes_on(known, copies, ())


def test_a_shared_refused_file_alone_joins_nothing_new() -> None:
    refused = seen("bad", opened=False)
    known = KnownDossier("HS", (seen("1"), refused))
    assert not goes_on(known, [refused, seen("2")], ())
    assert goes_on(known, [refused], ())


@pytest.mark.parametrize("touched", [False, True])
@pytest.mark.parametrize("place", ["1", "."], ids=["a file", "the folder itself"])
def test_where_nothing_could_be_opened_a_name_is_enough_unless_a_person_wrote(
    place: str, touched: bool
) -> None:
    known = KnownDossier("HS", (seen(place, opened=False),), touched=touched)
    assert goes_on(known, [seen("1", "repaired")], ()) is not touched
    other = KnownDossier("HS", (seen("another", opened=False),), touched=touched)
    assert not goes_on(other, [seen("1", "repaired")], ())


def test_two_folders_that_only_the_form_of_their_letters_tells_apart_are_two_dossiers(
    store: Store, tmp_path: Path
) -> None:
    """Linux and macOS write the same Vietnamese name in two ways, and a share may hold both."""
    for form, papers in (("NFC", ("form", "card")), ("NFD", ("card",))):
        for paper in papers:
            scan(tmp_path / "in" / unicodedata.normalize(form, "Huệ") / f"{paper}.png", paper)
    for night in range(2):
        taken = [ingest(store, each, procedure=PROCEDURE, who="lan") for each in plan(tmp_path / "in")]
        assert len({each.dossier_id for each in taken}) == 2
        assert sorted(len(each.added) for each in taken) == ([1, 2] if night == 0 else [0, 0])


def test_a_single_file_is_a_dossier_of_its_own_name(tmp_path: Path) -> None:
    path = scan(tmp_path / "khai sinh.png")
    (source,) = plan(path)
    assert (source.name, source.path, source.files, source.closed) == ("khai sinh.png", path, (path,), ())
    assert source.place_of(path) == "."


@pytest.mark.parametrize("error", [errno.ENOENT, errno.EACCES], ids=["missing", "closed"])
def test_a_folder_that_can_not_be_read_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    def closed(path: Path) -> object:
        raise OSError(error, "x", str(path))

    monkeypatch.setattr(Path, "iterdir", closed)
    with pytest.raises(UsageError) as told:
        plan(tmp_path)
    assert str(tmp_path) in told.value.sentence
    assert told.value.advice
    assert isinstance(told.value.__cause__, OSError)


def test_numbers_in_names_are_put_in_order_as_a_person_would(tmp_path: Path) -> None:
    names = ["Tờ 2.png", "tờ 10.png", "tờ 1b.png", "tờ 1a.png", "9.png", "010.png", "a.png"]
    for name in names:
        scan(tmp_path / "in" / name)
    order = [source.name for source in plan(tmp_path / "in")]
    assert order == ["9.png", "010.png", "a.png", "tờ 1a.png", "tờ 1b.png", "Tờ 2.png", "tờ 10.png"]
