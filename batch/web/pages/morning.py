# SPDX-License-Identifier: Apache-2.0
"""The morning: the last run in one look, each dossier that waits a link, and pages that could not be read to
be tried again with one key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from starlette.responses import Response

from batch.services.nightly.morning import morning_of, whom_word
from batch.web.advice import sentence_here
from batch.web.errors import NotFromOurPageError
from batch.web.ways import Changes, PageVisit, Shows
from intake.dossier.pages.arrangement import Page
from intake.errors import ChangedMeanwhileError, TransitionError
from intake.services.papers.rearranging import Instruction
from intake.services.papers.trying_again import read_again, stopped_pages
from templates.errors import UsageError


def morning(visit: PageVisit) -> Response:
    return _drawn(visit)


def again(visit: PageVisit) -> Response:
    """One page that could not be read, or all, are read once more."""
    desk, wanted = visit.desk, visit.said("place")
    stopped = [one for one in stopped_pages(desk.store) if one.may_help]
    if not visit.said("all"):
        stopped = [one for one in stopped if wanted == f"{one.dossier}:{one.page[0]}-{one.page[1]}"]
        if not wanted:
            raise NotFromOurPageError.of()
    pages: defaultdict[str, list[Page]] = defaultdict(list)
    for one in stopped:  # of one that is read by now nothing is left to do
        pages[one.dossier].append(one.page)
    refused = []
    for dossier, its in pages.items():
        try:
            read_again(desk.store, dossier, its, Instruction(desk.who, desk.commune))
        except (
            UsageError,
            TransitionError,
            ChangedMeanwhileError,
        ) as error:
            # the others need not wait for it
            refused.append(f"{dossier}: {sentence_here(error)}")
        else:
            desk.reading.ask(dossier)
    return _drawn(visit, 409, refused) if refused else visit.go_to("/morning")


def _drawn(visit: PageVisit, status: int = 200, told: Sequence[str] = ()) -> Response:
    return visit.page(
        "morning.html", status, morning=morning_of(visit.desk.store), whom_word=whom_word, told=told
    )


WAYS = (Shows("/morning", morning), Changes("/morning/again", again))
