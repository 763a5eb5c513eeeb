# SPDX-License-Identifier: Apache-2.0
"""A dossier that waits to be sent may still be changed, and nothing goes out that was not read, checked and
shown since it changed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from batch.errors import PackageError
from batch.gateway.contract import RemoteOutcome
from batch.gateway.errors import NotQueuedError
from batch.outbox import outbox
from batch.outbox.push import require_queued
from batch.package.pack_work import PackagePlace, PackageSettings
from batch.package.package import build_package
from batch.package.store import keep_package, plan_ready
from batch.store import outbox_rows
from intake.dossier.paging import Paging
from intake.dossier.sending import Sending
from intake.dossier.state_words import number_told
from intake.dossier.states import State
from intake.services.dossier_list import dossier_list
from intake.services.dossier_view import dossier_shown
from intake.services.fill_and_check import check, fill
from intake.store.dossier.documents import FileInfo
from intake.store.queue.lease_owner import new_owner
from templates.catalogue.loading import load_catalogue
from templates.language.messages import speaking
from tests.support.desks.packing_desk import WHO
from tests.support.desks.waiting_desk import CHANGES, WaitingDesk, outcome_of, returned
from tests.support.stores.earlier_store import at_revision


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_takes_a_waiting_dossier_out_of_the_queue(
    queued: WaitingDesk, change: Callable[[WaitingDesk], object]
) -> None:
    change(queued)

    assert queued.state is not State.QUEUED
    assert queued.row is not None
    assert queued.row.state == Sending.WITHDRAWN
    with queued.store.read() as session:
        assert list(outbox.due(session, queued.clock(), early=True)) == []
    with pytest.raises(NotQueuedError):
        require_queued(queued.store, queued.dossier)
    with pytest.raises(NotQueuedError):
        queued.push()
    assert queued.gateway.taken == []


def test_a_paper_added_to_a_waiting_dossier_is_read_and_goes_with_it(queued: WaitingDesk) -> None:
    taken = queued.add()
    assert (taken.left_queue, taken.late, queued.state) == (True, False, State.CAPTURED)
    with pytest.raises(PackageError):
        queued.package()

    queued.judge()
    queued.package()

    assert queued.push().state == "sent"
    assert queued.sent() == [queued.facts()]
    assert len(queued.sent()[0][0]) == 3


def test_what_was_edited_is_what_is_sent_and_under_the_same_number(queued: WaitingDesk) -> None:
    queued.gateway.down = True
    queued.push()
    queued.gateway.down = False
    queued.edit("Xã Khác")
    queued.package()

    queued.push()

    assert dict(queued.sent()[0][1])["child.hometown"] == "Xã Khác"
    assert queued.gateway.issued == 1


def test_a_number_that_was_issued_outlives_the_way_out_of_the_queue(queued: WaitingDesk) -> None:
    with queued.store.write() as session:
        row = outbox.of_dossier(session, queued.dossier)
        assert row is not None
        outbox_rows.change(session, row.id, outbox_rows.how_far({**row.progress, "number": "G09-7"}))
    shown = dossier_shown(queued.store, " G09-7", load_catalogue())  # as push tells it
    assert shown["id"] == queued.dossier
    with speaking("vi"):
        assert number_told(shown) == "G09-7 (cổng đã cấp, hồ sơ chưa đến cổng)"
    with dossier_list(queued.store, Paging(), find="G09-7") as listed:
        assert listed.total == 1
    queued.edit()
    queued.package()

    assert queued.push().number == "G09-7"
    assert number_told(dossier_shown(queued.store, queued.dossier, load_catalogue())) == "G09-7"
    assert queued.gateway.issued == 0


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_changes_while_a_living_pusher_sends_it(
    queued: WaitingDesk, change: Callable[[WaitingDesk], object]
) -> None:
    assert outbox.lease(queued.store, queued.dossier, new_owner()) is not None
    before = queued.facts()[1]

    told = outcome_of(change, queued)

    assert told in ("OnItsWayError", "late")
    assert (queued.state, queued.facts()[1]) == (State.QUEUED, before)
    assert queued.row is not None
    assert queued.row.state == Sending.SENDING


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_nothing_changes_while_the_gateway_may_have_it(
    queued: WaitingDesk, change: Callable[[WaitingDesk], object]
) -> None:
    queued.gateway.answer_lost = True
    assert queued.push().state == "failed-retry"
    before = queued.facts()[1]

    assert outcome_of(change, queued) in ("OnItsWayError", "late")

    assert (queued.state, queued.facts()[1]) == (State.QUEUED, before)
    queued.gateway.answer_lost = False
    assert queued.push().state == "sent"
    assert len(queued.gateway.taken) == 1


def test_what_a_dead_pusher_left_may_be_changed(queued: WaitingDesk) -> None:
    assert outbox.lease(queued.store, queued.dossier, "elsewhere/1/dead") is not None
    queued.clock.move(timedelta(hours=1))

    assert queued.edit()


def test_a_returned_dossier_that_waits_again_may_be_changed_again(queued: WaitingDesk) -> None:
    queued.push()
    queued.gateway.outcome = RemoteOutcome.RETURNED
    queued.follow()
    queued.edit("Xã Hai")
    queued.package()

    assert queued.edit("Xã Ba")
    queued.package()
    queued.push()

    assert [dict(values)["child.hometown"] for _papers, values in queued.sent()][1:] == ["Xã Ba"]


def test_values_changed_behind_the_states_are_not_sent(queued: WaitingDesk) -> None:
    with queued.store.write() as session:
        queued.store.correct(session, queued.dossier, "child.hometown", "Xã Lạ", who=WHO)

    result = queued.push()

    assert result.trouble == "outdated-package"
    assert queued.gateway.taken == []


def test_a_page_that_nobody_read_is_neither_sent_nor_packaged(queued: WaitingDesk) -> None:
    """As the versions before left it: a paper laid into a dossier that waits."""
    stored = queued.store.keep(queued.scan())
    with queued.store.write() as session:
        paper = FileInfo("x.png", "image/png", 1)
        queued.store.add_document(session, queued.dossier, stored, paper, who=WHO)

    assert queued.push().trouble == "outdated-package"
    with pytest.raises(PackageError):
        queued.package()
    assert queued.gateway.taken == []


def test_what_changes_while_its_files_are_made_is_not_queued(complete: WaitingDesk) -> None:
    plan = plan_ready(complete.store, complete.dossier, load_catalogue())
    place = PackagePlace(complete.store.packages, complete.store.objects)
    built = build_package(plan, place, PackageSettings())
    complete.edit("Xã Khác")
    assert complete.state is State.COMPLETE

    with pytest.raises(PackageError):
        keep_package(complete.store, complete.dossier, built, who=WHO)

    assert complete.row is None


def test_a_late_paper_is_read_before_a_returned_dossier_goes_again(queued: WaitingDesk) -> None:
    queued.push()
    assert queued.add().late
    returned(queued)

    queued.edit(judged=False)
    fill_and_check_only(queued)

    assert queued.state is State.CAPTURED
    queued.judge()
    queued.package()
    queued.push()
    assert queued.sent()[1] == queued.facts()


def fill_and_check_only(desk: WaitingDesk) -> None:
    fill(desk.store, desk.dossier, load_catalogue())
    check(desk.store, desk.dossier, load_catalogue(), commune="", now=desk.clock())


@pytest.mark.of_sqlite  # an earlier version had no server
def test_what_waited_before_the_upgrade_is_sent_after_it(tmp_path: Path, made: dict[State, Path]) -> None:
    desk = WaitingDesk(tmp_path, like=made[State.QUEUED])
    desk.store.close()
    with at_revision(tmp_path / "home", "r0009") as connection:
        connection.exec_driver_sql("UPDATE outbox SET progress = '{}'")

    later = WaitingDesk(tmp_path / "later", like=tmp_path)

    assert later.push().state == "sent"
    later.store.close()
