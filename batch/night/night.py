# SPDX-License-Identifier: Apache-2.0
"""A night's run: every dossier of a folder, or all that is open, from its scans to the gateway.
``work_through`` is its contents.

Each step takes one dossier at a time, in one short transaction of its own, and recognises what it has done
before. So a run that was killed anywhere is simply started again, and two runs on one store share the work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from batch.gateway.errors import GatewaySetupError
from batch.night.beforehand import look_ahead
from batch.night.context import Night, note_left, one_dossier, papers_at_hand
from batch.night.in_hand import InHand
from batch.night.inbox import count_changed, count_taken, lying_in, versions_before
from batch.night.left_open import left_judged, left_unread
from batch.night.log import begin, count_page, end, include, note_unparted, note_untaken
from batch.night.pack_dossiers import STEP, pack_complete
from batch.night.remarks import (
    remark_on_pile,
    remark_on_sheet,
    remarks_on,
    remarks_on_elsewhere,
    remarks_on_unread,
)
from batch.night.sending_hours import mail, tell_of_hours, wait_to_send
from batch.night.sign_dossiers import sign_waiting
from batch.outbox.each_door import ask_by_doors, push_by_doors
from batch.outbox.pace.rest import resting
from batch.outbox.push import due_dossiers
from batch.outbox.tracking import dossiers_to_follow
from intake.capture.opening import CountPages
from intake.dossier.state_words import CHECK
from intake.reading.at_work import AtWork
from intake.reading.counting_apart import counting_apart
from intake.reading.read_pages import read_pages, unread_pages
from intake.reading.time_spent import TimeSpent
from intake.services.deadline.due_days import reckon_due_days
from intake.services.fill_and_check import check, fill
from intake.services.papers.parting import Parted, part_pile
from intake.services.receive.ingest import DossierSource, Taken, ingest, plan
from intake.services.receive.ingest import take_in as into_dossier
from intake.services.receive.separator_sorting import sorter
from intake.services.receive.sorting_wish import SheetFound, SortingWish
from intake.settings.log import log
from intake.store.dossier.pages import pages_left
from intake.store.transaction import Transaction
from templates.language.messages import _


def run_folder(night: Night, folder: Path) -> Night:
    """Work through ``folder``; raises as ``work_through`` does."""
    return work_through(night, folder, plan(folder))


def run_open(night: Night, inbox: Path) -> Night:
    """Work through all that is open: what lies in ``inbox``, if there is one, and every dossier in the store
    that waits for the program; raises as ``work_through`` does.
    """
    return work_through(night, inbox, lying_in(night, inbox), all_open=True)


def work_through(
    night: Night, folder: Path, sources: Sequence[DossierSource], *, all_open: bool = False
) -> Night:
    """Work through what lies in ``folder``, and where ``all_open`` through what waits in the store and the
    mails; returns the night with the number of the run, from which its report is made.

    Raises UsageError (no such folder) and what would stop every dossier: StorageFullError, StoreError,
    RecogniserMissingError, WorkersError. The run may then be started again and goes on where it stopped.
    Where papers are kept elsewhere and can't be had (``night.away``), only what needs none is done.
    """
    night.store.require_whole()
    night = look_ahead(begin(night, folder), sources)
    old: dict[str, int] | None = {} if all_open else None
    with InHand(night.store) as ours:
        dossiers = take_in(night, sources, old)
        waiting = _left_open(night, dossiers) if all_open else []
        read(night, [*waiting, *dossiers], ours)
        dossiers += part_piles(night, [*waiting, *dossiers], ours)
        again = left_judged(night.store) if all_open else []
        judge(night, list(dict.fromkeys([*waiting, *dossiers, *again])), ours)
        with papers_at_hand(night, STEP):
            pack_complete(night, ours)
    with papers_at_hand(night, "sign"):
        sign_waiting(night)
    wait_to_send(night)
    push(night)
    follow(night)
    if all_open:
        mail(night)
    tell_of_hours(night)
    if old:
        count_changed(night, old)
    reckon_due_days(night.store, night.catalogue, night.progress)  # or the morning's first list would
    end(night)
    return night


def take_in(night: Night, sources: Sequence[DossierSource], old: dict[str, int] | None = None) -> list[str]:
    """Capture: the papers of every source kept under their hash, in their dossier; returns the dossiers. All
    are the run's, but with ``old`` those alone that came or changed; the others get into it, with their
    version.
    """
    found: dict[str, None] = {}
    with (
        night.progress(_("Taking in"), len(sources), unit=_("dossiers")) as advance,
        counting_apart(night.how_to_read) as count,
        sorter(night.store, night.how_to_read, _wish(night), count=count) as led,
    ):
        for source in sources:
            if night.is_over:  # it lies there for the next run
                break
            if night.away:  # each would wait for the same answer
                night.untaken.append(source.name)
                continue
            with papers_at_hand(night, "take-in"), note_untaken(night, source):
                for part in led.sort(source):
                    before = versions_before(night.store, part) if old is not None else {}
                    taken = _take_in(night, part, count)
                    if old is None:
                        include(night, taken.dossier_id)
                    else:
                        count_taken(night, taken, before, old)
                    found[taken.dossier_id] = None
            advance(1)
    return list(found)


def _left_open(night: Night, taken: Sequence[str]) -> list[str]:
    """Those in the store that wait to be read, besides those ``taken`` in now; all that wait count among the
    run's.
    """
    waiting = left_unread(night.store)
    for dossier in waiting:
        include(night, dossier)
    return [dossier for dossier in waiting if dossier not in taken]


def _wish(night: Night) -> SortingWish:
    """What the run is told of cover sheets."""

    def tell(found: SheetFound) -> None:
        night.remarks.append(remark_on_sheet(found))

    return SortingWish(partial(note_unparted, night), tell, who=night.who, procedure=night.procedure)


def _take_in(night: Night, source: DossierSource, count: CountPages) -> Taken:
    """Into the dossier that a cover sheet named, else into the one that the source itself is."""
    store, who, limits = night.store, night.who, night.settings.capture_limits
    if source.dossier:
        taken = into_dossier(store, source.dossier, source.files, who=who, limits=limits, count=count)
    else:
        taken = ingest(
            store,
            source,
            procedure=night.procedure,
            procedure_open=night.procedure_open,
            who=who,
            limits=limits,
            count=count,
        )
    night.remarks.extend(remarks_on(source.name, taken))
    return taken


def read(night: Night, dossiers: Sequence[str], ours: InHand) -> None:
    """Read every page not read yet, on all cores.

    Dossiers that another run had are looked at once more in the end: it may have been killed meanwhile. What
    takes longer than one dossier may is left to the next run.
    """
    how = night.how_to_read
    spent = TimeSpent(how.dossier_s)
    with night.store.read() as session:
        total = sum(len(unread_pages(night.store, session, dossier, how)) for dossier in dossiers)
    at_work = AtWork()
    with night.progress(_("Reading"), total, hands=at_work.told) as advance:
        kept = partial(_page_kept, night, ours)
        with papers_at_hand(night, "read"):
            for these in (dossiers, ours.elsewhere):
                if night.is_over:
                    break
                found = read_pages(
                    night.store, list(these), how, mine=ours.take, kept=kept, spent=spent, at_work=at_work
                )
                with closing(found) as pages:
                    for _outcome in pages:
                        advance(1)
                        if night.is_over:
                            break
    night.remarks.extend(remarks_on_unread(spent.over))


def _page_kept(night: Night, ours: InHand, session: Transaction) -> None:
    count_page(night, session)
    ours.beat(session)


def part_piles(night: Night, dossiers: Sequence[str], ours: InHand) -> list[str]:
    """Cut stacks of several dossiers apart; returns the dossiers made of them, which are the run's too."""
    made: list[str] = []
    for dossier in dossiers:
        if night.is_over:
            break
        if ours.take(dossier):
            with one_dossier(night, ours, dossier, "part"):
                parted = part_pile(night.store, dossier, night.catalogue, who=night.who)
                if parted is not None:
                    made += parted.made
                    _tell_of_pile(night, parted)
    return made


def _tell_of_pile(night: Night, parted: Parted) -> None:
    with night.store.read() as session:
        folder = night.store.get(session, parted.dossier).folder
    night.remarks.append(remark_on_pile(folder, parted))
    for dossier in parted.made:
        include(night, dossier)


def judge(night: Night, dossiers: Sequence[str], ours: InHand) -> None:
    """Fill in the form and check completeness, dossier by dossier."""
    with night.progress(_("Checking"), len(dossiers), unit=_("dossiers")) as advance:
        for dossier in dossiers:
            if night.is_over:
                break
            if ours.take(dossier):
                with one_dossier(night, ours, dossier, CHECK):
                    judge_one(night, dossier)
            note_left(night, ours, dossier)
            advance(1)
    night.remarks.extend(remarks_on_elsewhere(ours.elsewhere))


def judge_one(night: Night, dossier: str) -> None:
    """Fill in and check one dossier; nothing is done while pages are unread or once it was sent."""
    store, catalogue = night.store, night.catalogue
    with store.read() as session:
        unread = pages_left(session, dossier)
    if not unread and fill(store, dossier, catalogue) is not None:
        commune = night.settings.unit.commune
        check(store, dossier, catalogue, now=store.clock(), commune=commune)


def push(night: Night) -> None:
    """Send everything whose turn it is, if there is a gateway to send to."""
    if night.doors is None or not night.sends_now:
        return
    due = due_dossiers(night.store, unsigned=night.doors.unsigned)
    with night.progress(_("Pushing"), len(due), unit=_("dossiers")) as advance, _doors_told_before():
        for result in push_by_doors(night.store, night.doors, due, who=night.who):
            night.pushed.append(result)
            advance(1)
            if not night.sends_now:
                break
    night.rests.extend(rest for rest in resting(night.store, night.doors).values() if not rest.over)


def follow(night: Night) -> None:
    """Ask the gateway what became of the dossiers that were sent, as long as it answers; of older ones not
    every night.
    """
    if night.doors is None or not night.sends_now:
        return
    sent = dossiers_to_follow(night.store)
    with (
        night.progress(_("Asking the gateway"), len(sent), unit=_("dossiers")) as advance,
        _doors_told_before(),
    ):
        rest = [one.door for one in night.rests]
        asked = ask_by_doors(
            night.store, night.doors, sent, who=night.who, how=night.how_to_read, left_alone=rest
        )
        for _asked in asked:
            advance(1)
            if not night.sends_now:
                break


@contextmanager
def _doors_told_before() -> Iterator[None]:
    """A door that can't be opened was told when the run began; what leaves by others went out."""
    try:
        yield
    except GatewaySetupError as error:
        log().warning("door-not-open", code=error.trouble)
