# SPDX-License-Identifier: Apache-2.0
"""A whole run over invented dossiers, with a gateway over real HTTP: what it does and what it leaves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from batch.gateway.sandbox.server import RunningSandbox, running_sandbox
from batch.night.context import Night
from batch.night.summary import attention, summary
from batch.report.report import report_run
from intake.settings.settings import Settings
from intake.store.dossier.due_days import count_unknown
from intake.store.store import Store
from templates.errors import UsageError
from tests.support.desks.night_desk import desk, names_are_single, packages_are_whole, picture, run_night
from tests.support.dossiers.fake_dossiers import (
    FORM,
    NOTICE,
    OTHER_MOTHER,
    PENNED,
    dossier,
    fails_on_chi,
    reads_one_value_badly,
)


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[RunningSandbox]:
    with running_sandbox(tmp_path / "gateway") as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, gateway: RunningSandbox) -> Settings:
    return desk(tmp_path / "store", gateway.url)


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    """A dossier of each kind: complete, lacking a paper, contradictory, filled by pen, and a broken file."""
    folder = tmp_path / "scans"
    dossier(folder / "complete", 1)
    dossier(folder / "lacking", 2, (FORM,))
    dossier(folder / "contradictory", 3, odd=OTHER_MOTHER)
    dossier(folder / "penned", 4, (NOTICE, FORM), odd=PENNED)
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4\n")
    return folder


def counters(gateway: RunningSandbox) -> dict[str, int]:
    return gateway.sandbox.store.counters()


@pytest.mark.long
def test_each_dossier_ends_where_it_belongs_and_a_second_run_changes_nothing_and_sends_nothing(
    settings: Settings, scans: Path, gateway: RunningSandbox
) -> None:
    run_night(settings, scans)
    with closing(Store.open(settings.home)) as store, store.read() as session:
        assert count_unknown(session) == 0  # no due day is left to the first list of the morning
    states = {name: told["state"] for name, told in picture(settings.home).items()}
    assert states == {
        "complete": "pushed",
        "lacking": "incomplete",
        "contradictory": "read",
        "penned": "read",
        "broken.pdf": "received",
    }
    (arrived,) = gateway.sandbox.store.dossiers()
    assert counters(gateway)["dossiers"] == 1 and arrived
    assert packages_are_whole(settings.home)
    before, sent = picture(settings.home), counters(gateway)
    run_night(settings, scans)
    assert picture(settings.home) == before
    assert counters(gateway) == sent


@pytest.mark.long
def test_a_run_reports_on_its_own_dossiers_and_tells_a_person_what_to_do(
    settings: Settings, scans: Path
) -> None:
    night = run_night(settings, scans)
    tells_a_person_what_to_do(night)
    dossier(scans.parent / "tomorrow" / "later", 9)
    run_night(settings, scans.parent / "tomorrow")
    store = Store.open(settings.home)
    numbers = report_run(store, night.run_id).numbers
    store.close()
    counted = (numbers.received, numbers.complete, numbers.pushed, numbers.incomplete, numbers.waiting)
    assert counted == (5, 1, 1, 1, 2)
    assert (numbers.unfinished, numbers.refused, numbers.digitised) == (1, 1, 0)


def tells_a_person_what_to_do(night: Night) -> None:
    lines = {line.folder: line for line in summary(night)}
    assert not lines["complete"].needs_person and not lines["complete"].note
    assert lines["lacking"].missing == 1
    assert lines["contradictory"].contradictory and not lines["penned"].contradictory
    assert lines["penned"].doubtful > 0
    assert lines["broken.pdf"].refused == 1
    wanting = [line for line in lines.values() if line.needs_person]
    assert len(wanting) == 4 and all(line.note for line in wanting) and attention(list(lines.values()))


@pytest.mark.long
def test_doubtful_values_alone_are_work_that_the_summary_names(tmp_path: Path) -> None:
    settings = desk(tmp_path / "store")
    dossier(tmp_path / "scans" / "d1", 1)
    (line,) = summary(run_night(settings, tmp_path / "scans", reads_one_value_badly))
    assert (line.state, line.doubtful, line.missing, line.needs_person) == ("read", 1, 0, True)
    assert f"sohoa show {line.dossier}" in line.note


@pytest.mark.long
def test_a_page_that_cannot_be_read_stops_no_other_dossier(tmp_path: Path) -> None:
    settings = desk(tmp_path / "store")
    for number in (1, 2, 3):
        dossier(tmp_path / "scans" / f"d{number}", number)
    run_night(settings, tmp_path / "scans", fails_on_chi)
    told = picture(settings.home)
    assert [told[name]["state"] for name in ("d1", "d3")] == ["queued", "queued"]
    assert ("1.png", 1, "failed") in told["d2"]["pages"] and told["d2"]["state"] != "queued"


@pytest.mark.long
def test_a_step_that_breaks_on_one_dossier_is_noted_with_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from batch.night import night as steps

    def breaks_on_two(store: Store, dossier_id: str, *args: object, **kwargs: object) -> object:
        with store.read() as session:
            if store.get(session, dossier_id).folder == "d2":
                raise RuntimeError("a fault in the program")
        return check(store, dossier_id, *args, **kwargs)  # type: ignore[arg-type]

    check = steps.check
    monkeypatch.setattr(steps, "check", breaks_on_two)
    settings = desk(tmp_path / "store")
    for number in (1, 2, 3):
        dossier(tmp_path / "scans" / f"d{number}", number)
    lines = {line.folder: line for line in summary(run_night(settings, tmp_path / "scans"))}
    assert (lines["d1"].state, lines["d2"].trouble, lines["d3"].state) == ("queued", "check", "queued")
    assert lines["d2"].needs_person and not lines["d3"].trouble
    monkeypatch.undo()
    again = {line.folder: line for line in summary(run_night(settings, tmp_path / "scans"))}
    assert (again["d2"].state, again["d2"].trouble) == ("queued", "")


@pytest.mark.long
def test_a_damaged_kept_paper_stops_its_own_dossier_only(tmp_path: Path) -> None:
    settings = desk(tmp_path / "store")
    dossier(tmp_path / "scans" / "d1", 1)
    dossier(tmp_path / "scans" / "d2", 2, (FORM,))
    run_night(settings, tmp_path / "scans")
    dossier(tmp_path / "scans" / "d2", 2)
    victim = next(p for p in picture(settings.home)["d2"]["papers"])
    kept = settings.home / "objects" / victim[1][:2] / victim[1][2:]
    kept.chmod(0o600)
    kept.write_bytes(b"rot")
    dossier(tmp_path / "scans" / "d3", 3)
    run_night(settings, tmp_path / "scans")
    told = picture(settings.home)
    assert told["d3"]["state"] == "queued" and names_are_single(settings.home)


@pytest.mark.long
def test_without_a_gateway_dossiers_wait_in_the_outbox(tmp_path: Path) -> None:
    settings = desk(tmp_path / "store")
    dossier(tmp_path / "scans" / "d1", 1)
    run_night(settings, tmp_path / "scans")
    assert picture(settings.home)["d1"]["sending"] == "queued"


@pytest.mark.long
def test_what_waited_in_the_outbox_goes_out_with_the_next_run(
    tmp_path: Path, gateway: RunningSandbox
) -> None:
    dossier(tmp_path / "scans" / "d1", 1)
    run_night(desk(tmp_path / "store"), tmp_path / "scans")
    run_night(desk(tmp_path / "store", gateway.url), tmp_path / "scans")
    assert picture(tmp_path / "store")["d1"]["state"] == "pushed"
    assert counters(gateway)["dossiers"] == 1


@pytest.mark.long
def test_a_gateway_that_is_down_leaves_the_run_whole(tmp_path: Path) -> None:
    settings = desk(tmp_path / "store", "http://127.0.0.1:9")
    dossier(tmp_path / "scans" / "d1", 1)
    dossier(tmp_path / "scans" / "d2", 2, (FORM,))
    night = run_night(settings, tmp_path / "scans")
    told = picture(settings.home)
    assert (told["d1"]["sending"], told["d2"]["state"]) == ("failed-retry", "incomplete")
    assert any(line.unsent and line.needs_person for line in summary(night))


@pytest.mark.long
def test_a_paper_brought_later_completes_the_dossier(
    settings: Settings, tmp_path: Path, gateway: RunningSandbox
) -> None:
    folder = tmp_path / "scans"
    dossier(folder / "d2", 2, (FORM,))
    run_night(settings, folder)
    assert picture(settings.home)["d2"]["state"] == "incomplete"
    dossier(folder / "d2", 2)
    run_night(settings, folder)
    assert picture(settings.home)["d2"]["state"] == "pushed"
    assert names_are_single(settings.home) and counters(gateway)["dossiers"] == 1


def test_a_folder_that_is_not_there_is_wrong_use(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        run_night(settings, tmp_path / "nowhere")


@pytest.mark.long
def test_a_file_whose_name_is_no_utf8_is_taken_in_like_any_other(tmp_path: Path) -> None:
    dossier(tmp_path / "scans" / "d1", 1)
    odd = os.fsdecode(os.fsencode(tmp_path / "scans") + b"/d\xff2")
    (tmp_path / "scans" / "d1").rename(odd)
    night = run_night(desk(tmp_path / "store"), tmp_path / "scans")
    assert not night.untaken
    assert [told["state"] for told in picture(tmp_path / "store").values()] == ["queued"]
