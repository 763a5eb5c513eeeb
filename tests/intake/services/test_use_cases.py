# SPDX-License-Identifier: Apache-2.0
"""Use cases as another desk than the command line would call them: values in, values out, no transaction."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

import pytest

from intake.dossier.paging import ALL
from intake.dossier.requester import Requester, Visit
from intake.dossier.search.sought import Sought
from intake.dossier.states import State
from intake.errors import ClosedDossierError, UndoError, UnknownDossierError
from intake.reading.page_work import HowToRead
from intake.services.changing.edit import Edit, edit
from intake.services.changing.hold_back import hold_back
from intake.services.changing.undo import undo
from intake.services.counter.reception import open_dossier
from intake.services.deadline.events import due_told, restart, stop
from intake.services.dossier_list import dossier_list
from intake.services.dossier_view import dossier_shown
from intake.services.explaining import explained
from intake.services.judging import check_dossier
from intake.services.questions import answer_questions, questions_of
from intake.services.receive.adding import add_papers
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue
from templates.errors import UsageError
from tests.support.desks.intake_desk import NOW, PROCEDURE, scan

WHO = "lan"
OURS = "Xã Như Quỳnh, tỉnh Hưng Yên"
AWAY = Edit([("mother.residence", "Phường Kinh Bắc, tỉnh Bắc Ninh")])


def codes(told: dict[str, object]) -> set[str]:
    found = told["findings"]
    assert isinstance(found, list)
    return {finding["code"] for finding in found}


@pytest.mark.parametrize(("commune", "found"), [(OURS, "not-here"), ("", "unchecked")])
def test_the_commune_handed_in_is_what_an_address_is_compared_with(
    store: Store, dossier: str, commune: str, found: str
) -> None:
    edited = edit(store, dossier, AWAY, who=WHO, commune=commune)
    assert f"competence.{found}" in codes(edited.check)
    assert f"competence.{found}" in codes(check_dossier(store, dossier, commune=commune))
    (told,) = explained(store, dossier, f"competence.{found}", commune=commune)
    assert told["code"] == f"competence.{found}"


def test_what_a_use_case_gives_out_outlives_the_store(store: Store, dossier: str) -> None:
    edited = edit(store, dossier[-4:], Edit([("child.full_name", "TRẦN GIA HÂN")]), who=WHO, commune="")
    asked = questions_of(store, dossier)
    shown = dossier_shown(store, dossier, load_catalogue())
    with dossier_list(store, ALL) as listed:
        lines = [line for part in listed.parts for line in part]
    taken = undo(store, dossier, who=WHO, commune="")
    store.close()
    shutil.rmtree(store.home)
    everything = [edited.check, asked, shown, lines, asdict(taken)]
    assert json.dumps(everything, default=str).count(dossier) >= len(everything)
    assert shown["values"]["child.full_name"]["value"] == "TRẦN GIA HÂN"
    assert [event.data["key"] for event in taken.change.events] == ["child.full_name"]


def test_a_change_that_is_refused_in_part_is_not_kept_at_all(store: Store, dossier: str) -> None:
    change = Edit([("child.full_name", "TRẦN GIA HÂN")], answers=[("no-such-question", "x")])
    with pytest.raises(UsageError):
        edit(store, dossier, change, who=WHO, commune="")
    assert dossier_shown(store, dossier, load_catalogue())["values"] == {}
    with pytest.raises(UndoError):
        undo(store, dossier, who=WHO, commune="")


def test_answers_are_kept_with_who_gave_them_and_the_check_that_follows(store: Store, dossier: str) -> None:
    (first, *_more) = [line for line in questions_of(store, dossier)["questions"] if line["answers"]]
    reply = next(iter(first["answers"]))
    told = answer_questions(store, dossier, [(first["name"], reply)], who=WHO, commune="")
    (kept,) = [line for line in told["questions"] if line["name"] == first["name"]]
    assert (kept["answer"], kept["who"], kept["at"]) == (reply, WHO, NOW)
    assert told["check"]["id"] == told["id"] == dossier


def test_a_dossier_held_back_says_so_in_list_check_and_page(store: Store, dossier: str) -> None:
    told = hold_back(store, dossier, who=WHO, reason="  mẹ đang ở viện ", commune="")
    assert told["held"] and not told["left_queue"]
    with dossier_list(store, ALL, Sought(states=(State(told["state"]),))) as listed:
        ((line,),) = listed.parts
    assert line["held"]["reason"] == "mẹ đang ở viện"
    assert dossier_shown(store, dossier, load_catalogue())["held"] == line["held"]


def test_the_list_is_of_one_moment_and_of_the_days_asked_for(store: Store, dossier: str) -> None:
    with dossier_list(store, ALL, Sought(since=NOW, until=NOW + timedelta(seconds=1))) as listed:
        open_dossier(store, Visit(PROCEDURE, Requester("PHẠM THỊ LAN")), who=WHO)
        assert listed.total == 1
        assert [line["id"] for part in listed.parts for line in part] == [dossier]
    with dossier_list(store, ALL, Sought(since=NOW + timedelta(seconds=1))) as later:
        assert (later.total, list(later.parts)) == (0, [])


def test_a_deadline_that_stands_still_runs_on_once_when_a_person_says_so(store: Store, dossier: str) -> None:
    with store.write() as session:
        stop(store, session, dossier, who=WHO)
    stands = due_told(store, dossier)
    assert (stands["stopped_at"], stands["days_left"]) == (NOW, 0)
    assert (restart(store, dossier, who=WHO), restart(store, dossier, who=WHO)) == (True, False)
    runs = due_told(store, dossier)
    assert (runs["stopped_at"], runs["due"]) == (None, stands["if_restarted_now"])


def test_papers_are_only_taken_in_where_nobody_wants_them_read(
    store: Store, dossier: str, tmp_path: Path
) -> None:
    page, broken = scan(tmp_path / "in" / "a.png"), tmp_path / "in" / "b.png"
    broken.write_bytes(b"no picture at all")
    added = add_papers(store, dossier, [page.parent], HowToRead(), who=WHO, commune="", read=False)
    assert [paper["file"] for paper in added.taken["added"]] == ["a.png"]
    assert [paper["file"] for paper in added.taken["refused"]] == ["b.png"]
    assert (added.still_missing["pages_not_read"], added.failed, added.all_is_well) == (1, [], False)


def test_every_use_case_says_that_there_is_no_such_dossier_or_that_it_is_closed(
    store: Store, dossier: str
) -> None:
    with pytest.raises(UnknownDossierError):
        edit(store, "zzzz", AWAY, who=WHO, commune="")
    with pytest.raises(UnknownDossierError):
        check_dossier(store, "zzzz", commune="")
    with store.write() as session:
        store.advance(session, dossier, State.REJECTED, who=WHO)
    for refused in (
        lambda: edit(store, dossier, AWAY, who=WHO, commune=""),
        lambda: hold_back(store, dossier, who=WHO, reason="", commune=""),
        lambda: undo(store, dossier, who=WHO, commune=""),
    ):
        with pytest.raises(ClosedDossierError):
            refused()
