# SPDX-License-Identifier: Apache-2.0
"""The numbers of a run and a period: what counts as what, and honesty where there is nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import typer
from openpyxl import load_workbook
from rich.console import Console
from typer.testing import CliRunner

from batch.desk.commands.report import register
from batch.desk.screens.report import tables, write_xlsx
from batch.errors import NoSuchRunError, ReportFileError
from batch.report.keeping import bring_up_to_date
from batch.report.numbers import Numbers
from batch.report.report import Report, Subject, report_period, report_run
from batch.store.tables.run_model import Run, RunDossier
from intake.dossier.states import State
from intake.settings.current import choose_settings
from intake.settings.settings import UnitSettings
from intake.store.store import Store
from intake.store.tables.model import ComponentRow, DossierRow, PackageRow, PageRow, StoredFileRow
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from templates.language.messages import choose_language

NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)
STATES_IN_ONE_PLACE = ("unfinished", "waiting", "incomplete", "complete", "returned", "rejected")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "home", clock=lambda: NOON)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    choose_language("en")
    yield
    choose_language(None)


def add(
    store: Store,
    state: State,
    *,
    received_at: datetime = NOON,
    components: int = 0,
    run: int | None = None,
) -> str:
    """A dossier standing in ``state``, written straight into the tables."""
    with store.write() as session:
        dossier = store.create_dossier(session, procedure="1.001193", who="t", received_at=received_at)
        session.get_one(DossierRow, dossier.id).state = state
        if components:
            package = PackageRow(dossier_id=dossier.id, number=1, folder="p", made_at=NOON)
            session.add(package)
            session.flush()
            for number in range(components):
                session.add(component(package.id, number))
        if run is not None:
            session.add(RunDossier(run_id=run, dossier_id=dossier.id))
        return dossier.id


def component(package_id: int, number: int) -> ComponentRow:
    return ComponentRow(
        package_id=package_id,
        kind="other",
        pages=1,
        master_path=f"{number}.pdf",
        master_sha256="0",
        master_bytes=1,
    )


def add_paper(store: Store, dossier_id: str, pages: int, *, refusal: str = "", failed: int = 0) -> None:
    with store.write() as session:
        document = StoredFileRow(
            dossier_id=dossier_id, name="a.pdf", page_count=pages, refusal_code=refusal, added_at=NOON
        )
        session.add(document)
        session.flush()
        for number in range(1, failed + 1):
            session.add(
                PageRow(document_id=document.id, number=number, reader="t", status="failed", read_at=NOON)
            )


def all_time(store: Store) -> Numbers:
    return report_period(store, None, None).numbers


def test_an_empty_store_has_no_rate_rather_than_zero_per_cent(store: Store) -> None:
    numbers = all_time(store)
    assert numbers.received == 0 and numbers.digitised_share is None
    assert "none received" in shown(report_period(store, None, None))


def test_every_dossier_stands_in_exactly_one_place(store: Store) -> None:
    for state in State:
        add(store, state)
    numbers = all_time(store)
    assert numbers.received == len(State)
    assert sum(getattr(numbers, name) for name in STATES_IN_ONE_PLACE) == numbers.received


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        (State.CAPTURED, {"unfinished"}),
        (State.READ, {"waiting"}),
        (State.REVIEWED, {"waiting"}),
        (State.INCOMPLETE, {"incomplete"}),
        (State.COMPLETE, {"complete"}),
        (State.QUEUED, {"complete"}),
        (State.PUSHED, {"complete", "pushed"}),
        (State.ACCEPTED, {"complete", "pushed", "accepted"}),
        (State.RESULT_ATTACHED, {"complete", "pushed"}),
        (State.RETURNED, {"returned"}),
        (State.REJECTED, {"rejected"}),
    ],
)
def test_a_state_is_counted_where_it_belongs(store: Store, state: State, counted: set[str]) -> None:
    add(store, state)
    numbers = all_time(store)
    names = (*STATES_IN_ONE_PLACE, "pushed", "accepted")
    assert {name for name in names if getattr(numbers, name)} == counted


def test_what_the_gateway_took_is_counted_before_and_after_its_figures_are_worked_out(store: Store) -> None:
    taken, straight = (add(store, State.PUSHED) for _number in range(2))
    with store.write() as session:
        store.advance(session, taken, State.ACCEPTED, who="t")
        for one in (taken, straight):
            store.advance(session, one, State.RESULT_ATTACHED, who="t")
    before = all_time(store)
    assert bring_up_to_date(store, load_catalogue()) == 0
    assert before == all_time(store) and before.accepted == 1


def test_digitised_needs_component_files_and_a_result_file(store: Store) -> None:
    add(store, State.RESULT_ATTACHED)
    add(store, State.ACCEPTED, components=2)
    add(store, State.RESULT_ATTACHED, components=2)
    add(store, State.CAPTURED)
    numbers = all_time(store)
    assert (numbers.with_components, numbers.digitised, numbers.digitised_share) == (2, 1, 0.25)


def test_the_gap_list_names_dossiers_with_components_and_no_result(store: Store) -> None:
    lacking = add(store, State.PUSHED, components=3)
    add(store, State.RESULT_ATTACHED, components=1)
    add(store, State.PUSHED)
    (gap,) = report_period(store, None, None).gaps
    assert (gap.dossier, gap.components, gap.state) == (lacking, 3, "pushed")


def test_only_the_newest_package_counts(store: Store) -> None:
    dossier = add(store, State.PACKAGED, components=3)
    with store.write() as session:
        newer = PackageRow(dossier_id=dossier, number=2, folder="p2", made_at=NOON)
        session.add(newer)
        session.flush()
        session.add(component(newer.id, 9))
    assert report_period(store, None, None).gaps[0].components == 1


def test_papers_pages_failures_and_refusals_are_counted(store: Store) -> None:
    dossier = add(store, State.READ)
    add_paper(store, dossier, 4, failed=1)
    add_paper(store, dossier, 0, refusal="encrypted")
    numbers = all_time(store)
    assert (numbers.papers, numbers.pages, numbers.pages_failed, numbers.refused) == (1, 4, 1, 1)


def test_a_period_includes_both_its_days_in_vietnams_time(store: Store) -> None:
    midnight = datetime(2026, 11, 19, 17, 0, tzinfo=UTC)  # 20 November, 00:00 in Vietnam
    for moment in (midnight - timedelta(seconds=1), midnight, midnight + timedelta(hours=24, seconds=-1)):
        add(store, State.READ, received_at=moment)
    add(store, State.READ, received_at=midnight + timedelta(hours=24))
    day = date(2026, 11, 20)
    assert report_period(store, day, day).numbers.received == 2
    assert report_period(store, day, None).numbers.received == 3
    assert report_period(store, None, day).numbers.received == 3


def test_a_run_counts_its_own_dossiers_and_the_latest_is_meant_where_none_is_named(store: Store) -> None:
    with store.write() as session:
        session.add_all(Run(id=n, folder="f", who="t", started_at=NOON, pages_read=0) for n in (1, 2))
    add(store, State.READ, run=1)
    add(store, State.READ, run=2)
    add(store, State.READ, run=2)
    add(store, State.READ)
    assert report_run(store, 1).numbers.received == 1
    assert report_run(store).numbers.received == 2


def test_a_run_that_never_was_is_told(store: Store) -> None:
    with pytest.raises(NoSuchRunError):
        report_run(store)
    with pytest.raises(NoSuchRunError):
        report_run(store, 7)


def test_json_carries_every_number_and_gap(store: Store) -> None:
    dossier = add(store, State.PUSHED, components=1)
    plain = report_period(store, date(2026, 11, 1), None).as_json()
    assert plain["subject"] == {"from": "2026-11-01", "to": None}
    assert plain["numbers"]["received"] == 1 and plain["numbers"]["digitised_share"] == 0.0
    assert plain["gaps"][0]["dossier"] == dossier


def test_only_the_longest_waiting_gaps_are_named_unless_all_are_wanted(store: Store) -> None:
    made = [add(store, State.PUSHED, components=1, received_at=NOON - timedelta(days=d)) for d in range(25)]
    add(store, State.RESULT_ATTACHED, components=1)
    few, every = report_period(store, None, None), report_period(store, None, None, most=None)
    assert [gap.dossier for gap in few.gaps] == list(reversed(made))[:20]
    assert few.as_json()["gaps_total"] == len(every.gaps) == 25
    assert "5 more; all of them: sohoa report --all" in shown(few)
    assert "more" not in shown(every)
    assert shown(every.shortened(20)) == shown(few)


@pytest.mark.parametrize(
    ("subject", "options"),
    [
        (Subject(), ""),
        (Subject(run=3), "--run 3 "),
        (Subject(since=date(2026, 11, 1)), "--from 2026-11-01 "),
        (Subject(since=date(2026, 11, 1), until=date(2026, 11, 30)), "--from 2026-11-01 --to 2026-11-30 "),
    ],
)
def test_the_command_for_all_gaps_is_about_the_same_dossiers(subject: Subject, options: str) -> None:
    assert subject.options() == options


@pytest.mark.long
def test_the_report_command_names_all_in_its_workbook_and_few_on_the_screen(
    store: Store, tmp_path: Path
) -> None:
    for _each in range(23):
        add(store, State.PUSHED, components=1)
    choose_settings(None, home=store.home)
    told = json.loads(asked("--xlsx", str(tmp_path / "r.xlsx"), "--json"))
    assert (len(told["gaps"]), told["gaps_total"]) == (20, 23)
    assert load_workbook(tmp_path / "r.xlsx").worksheets[1].max_row == 24
    assert len(json.loads(asked("--all", "--json"))["gaps"]) == 23


@pytest.mark.long
def test_a_report_of_all_units_bears_no_units_name_and_is_not_to_be_signed(
    store: Store, tmp_path: Path
) -> None:
    choose_settings(None, home=store.home, unit=UnitSettings(code="H1", name="UBND xã Bình An"))
    told = json.loads(asked("--all-units", "--json"))["indicators"]
    assert (told["unit"], told["office"]) == ("", "")
    app = typer.Typer()
    register(app)
    result = CliRunner().invoke(app, ["report", "--all-units", "--pdf", str(tmp_path / "r.pdf")])
    assert isinstance(result.exception, UsageError) and not (tmp_path / "r.pdf").exists()


def asked(*arguments: str) -> str:
    app = typer.Typer()
    register(app)
    result = CliRunner().invoke(app, ["report", *arguments])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_workbook_says_what_the_store_says(store: Store, tmp_path: Path) -> None:
    dossier = add(store, State.PUSHED, components=2)
    report = report_period(store, None, None)
    write_xlsx(report, tmp_path / "báo cáo.xlsx")
    numbers, waiting, _not_there = load_workbook(tmp_path / "báo cáo.xlsx").worksheets
    cells = dict(numbers.iter_rows(min_row=3, max_col=2, values_only=True))
    assert cells["Received"] == 1 and cells["Pushed"] == 1
    assert cells["Digitised, share of received once"] == 0
    assert [row[0] for row in waiting.iter_rows(min_row=2, values_only=True)] == [dossier]


def test_a_number_that_looks_like_a_formula_stays_text(store: Store, tmp_path: Path) -> None:
    dossier = add(store, State.PUSHED, components=1)
    with store.write() as session:
        session.get_one(DossierRow, dossier).official_number = "=1+1"
    write_xlsx(report_period(store, None, None), tmp_path / "r.xlsx")
    cell = load_workbook(tmp_path / "r.xlsx").worksheets[1]["B2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_workbook_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ReportFileError):
        write_xlsx(report_period(store, None, None), tmp_path / "no such folder" / "r.xlsx")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_tables_fit_eighty_columns(store: Store, language: str) -> None:
    choose_language(language)
    dossier = add(store, State.PUSHED, components=1)
    with store.write() as session:
        session.get_one(DossierRow, dossier).official_number = "H26.15.45-261120-0001"
    text = shown(report_period(store, None, None))
    assert max(len(line) for line in text.splitlines()) <= 80
    assert "H26.15.45-261120-0001" in text.replace("\n", "")


def shown(report: Report) -> str:
    console = Console(width=80)
    with console.capture() as captured:
        for table in tables(report):
            console.print(table)
    return captured.get()
