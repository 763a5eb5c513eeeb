# SPDX-License-Identifier: Apache-2.0
"""The exercises of the practice desk: what each is about, its attempt, and what would have become of it."""

from __future__ import annotations

from starlette.responses import Response

from batch.gateway.registry import OfficeDoors
from batch.services.practice.attempts import attempts, give_up, send, start
from batch.services.practice.exercises import Exercise, exercises, said
from batch.services.practice.judging import verdict
from batch.web.errors import NoSuchPageError
from batch.web.ways import Changes, PageVisit, Shows
from intake.reading.page_work import how_to_open


def overview(visit: PageVisit) -> Response:
    """All exercises, and how far one has come with each."""
    store, begun = _practising(visit).desk.store, attempts(visit.desk.store)
    lines = [
        (one, one.id in begun, one.id in begun and verdict(store, one, begun[one.id]).right)
        for one in exercises().values()
    ]
    undone = [one for one, _begun, right in lines if not right]
    return visit.page(
        "practice.html", lines=lines, done=len(lines) - len(undone), next=next(iter(undone), None), said=said
    )


def exercise(visit: PageVisit) -> Response:
    """One exercise, before one has been judged."""
    return _drawn(visit, judged=False)


def of_dossier(visit: PageVisit) -> Response:
    """The exercise whose attempt the dossier is; all of them for any other."""
    dossier, begun = visit.word("dossier"), attempts(_practising(visit).desk.store)
    exercise_of = {attempt: name for name, attempt in begun.items()}
    return visit.go_to(f"/practice/{exercise_of[dossier]}" if dossier in exercise_of else "/practice")


def result(visit: PageVisit) -> Response:
    """The same with what was right, what was not, and what would have happened."""
    return _drawn(visit, judged=True)


def begin(visit: PageVisit) -> Response:
    """Lead to the dossier of the exercise, which is made where it was not yet."""
    one, desk = _meant(visit), visit.desk
    dossier = start(desk.store, one, how_to_open(desk.settings), who=desk.who)
    return visit.go_to(f"/dossier/{dossier}/{one.opens}")


def judge(visit: PageVisit) -> Response:
    """Send what waits to the practice gateway, then show the result."""
    one, desk = _meant(visit), visit.desk
    if begun := attempts(desk.store).get(one.id):
        send(desk.store, begun, OfficeDoors(desk.settings), who=desk.who)
    return visit.go_to(f"/practice/{one.id}/result")


def again(visit: PageVisit) -> Response:
    """Give the attempt up."""
    one, desk = _meant(visit), visit.desk
    give_up(desk.store, one, who=desk.who)
    return visit.go_to(f"/practice/{one.id}")


def all_again(visit: PageVisit) -> Response:
    """Give all attempts up."""
    desk = _practising(visit).desk
    for one in exercises().values():
        give_up(desk.store, one, who=desk.who)
    return visit.go_to("/practice")


def _drawn(visit: PageVisit, *, judged: bool) -> Response:
    one, store = _meant(visit), visit.desk.store
    begun = attempts(store).get(one.id)
    told = verdict(store, one, begun) if begun and judged else None
    following = [*exercises().values(), None]
    after = following[[each.id for each in exercises().values()].index(one.id) + 1]
    return visit.page("exercise.html", one=one, begun=begun, verdict=told, after=after, said=said)


def _meant(visit: PageVisit) -> Exercise:
    found = exercises().get(_practising(visit).word("exercise"))
    if found is None:
        raise NoSuchPageError.of()
    return found


def _practising(visit: PageVisit) -> PageVisit:
    """The visit; raises ``NoSuchPageError`` at a desk where real dossiers are."""
    if not visit.desk.practice:
        raise NoSuchPageError.of()
    return visit


_AT = "/practice/{exercise}"
WAYS = (
    Shows("/practice", overview),
    Changes("/practice/again", all_again),
    Shows("/practice/of/{dossier}", of_dossier),
    Shows(_AT, exercise),
    Shows(f"{_AT}/result", result),
    Changes(f"{_AT}/begin", begin),
    Changes(f"{_AT}/judge", judge),
    Changes(f"{_AT}/again", again),
)
