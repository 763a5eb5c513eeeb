# SPDX-License-Identifier: Apache-2.0
"""The result of a dossier: attached from the browser, shown as it came and page by page; one that waits is
accepted or dismissed by whoever saw it, and that taken back.
"""

from __future__ import annotations

from collections.abc import Sequence

from starlette.responses import Response

from batch.web.errors import NoSuchPageError, NotFromOurPageError
from batch.web.pages.dossier import drawn
from batch.web.pages.pictures import WIDTHS
from batch.web.uploads import MOST_MB, kept_files
from batch.web.ways import Changes, PageVisit, Shows
from intake.dossier.sending.results import StoredResult
from intake.errors.results import ResultError
from intake.reading.page_picture import JPEG, PictureTask
from intake.reading.page_work import how_to_read
from intake.services.changing.undo import undo
from intake.services.results.attaching import accept_waiting, attach_results, dismiss_waiting, results_told
from templates.errors import UsageError
from templates.language.messages import _

_MOST_DIGITS = 9


def attach(visit: PageVisit) -> Response:
    """Files from the browser, compared and attached as those of ``sohoa result``."""
    desk, dossier = visit.desk, visit.word("dossier")
    with kept_files(visit, "files") as files:
        if not files:
            raise UsageError(_("No file was chosen."), _("Choose a file, then press the button again."))
        how = how_to_read(desk.settings)
        try:
            attach_results(desk.store, dossier, files, how, who=desk.who, because=visit.said("because"))
        except ResultError as refused:
            return drawn(visit, refused)
    return _results(visit)


def accept(visit: PageVisit) -> Response:
    """A person says why what the gateway handed back, and they were shown, is the result."""
    desk, dossier, because = visit.desk, visit.word("dossier"), visit.said("because")
    try:
        accept_waiting(desk.store, dossier, who=desk.who, because=because, shown=_shown(visit))
    except ResultError as refused:
        return drawn(visit, refused)
    return _results(visit)


def dismiss(visit: PageVisit) -> Response:
    """A person says why it is not."""
    desk, dossier, because = visit.desk, visit.word("dossier"), visit.said("because")
    try:
        dismiss_waiting(desk.store, dossier, who=desk.who, because=because, shown=_shown(visit))
    except ResultError as refused:
        return drawn(visit, refused)
    return _results(visit)


def take_back(visit: PageVisit) -> Response:
    """Take back the ``change`` that attached results or dismissed one, as long as it is the last."""
    desk, change = visit.desk, visit.said("change")
    if not change:
        raise NotFromOurPageError.of()
    undo(desk.store, visit.word("dossier"), who=desk.who, commune=desk.commune, only=change)
    return _results(visit)


def _results(visit: PageVisit) -> Response:
    return visit.go_to(f"/dossier/{visit.word('dossier')}#results")


def _shown(visit: PageVisit) -> Sequence[int]:
    """The results that were on the screen."""
    told = [one for one in visit.form.getlist("result") if isinstance(one, str)]
    if not told or not all(one.isdecimal() and len(one) <= _MOST_DIGITS for one in told):
        raise NotFromOurPageError.of()
    return [int(one) for one in told]


def shown(visit: PageVisit) -> Response:
    """The very file; never drawn within a page of ours."""
    one = _result(visit)
    with visit.desk.store.objects.opened(one.sha256, one.name) as path:
        return Response(
            path.read_bytes(),
            media_type=one.media_type or "application/octet-stream",
            headers={"Content-Disposition": "attachment"},
        )


def picture(visit: PageVisit) -> Response:
    """One of its pages, to be looked at before anybody decides."""
    one, page, width = _result(visit), visit.number("page"), WIDTHS.get(visit.word("size"))
    if width is None or not 1 <= page <= one.page_count:
        raise NoSuchPageError.of()
    desk = visit.desk
    capture = desk.settings.capture_limits
    task = PictureTask(desk.store.objects, one.sha256, one.name, page, 0, width, capture)
    return Response(desk.pictures.picture(task), media_type=JPEG)


def _result(visit: PageVisit) -> StoredResult:
    wanted = visit.number("result")
    for one in results_told(visit.desk.store, visit.word("dossier")).results:
        if one.id == wanted:
            return one
    raise NoSuchPageError.of()


_AT = "/dossier/{dossier}"
WAYS = (
    Shows(f"{_AT}/result/{{result:int}}", shown),
    Shows(f"{_AT}/result/{{result:int}}/page/{{page:int}}/{{size}}", picture),
    Changes(f"{_AT}/results", attach, MOST_MB),
    Changes(f"{_AT}/results/accept", accept),
    Changes(f"{_AT}/results/dismiss", dismiss),
    Changes(f"{_AT}/results/back", take_back),
)
