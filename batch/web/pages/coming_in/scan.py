# SPDX-License-Identifier: Apache-2.0
"""The scanner: a stack for one dossier, or one for the next run that covers or forms will part.

The page tells what the scanner does, and shows the page that came last. What stops it is told in the clerk's
words; the pages that came are kept, and it goes on after them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from starlette.responses import Response

from batch.web.advice import sentence_here
from batch.web.errors import NoSuchPageError, NotFromOurPageError
from batch.web.faults import WebFault, answer_to
from batch.web.ways import Changes, PageVisit, Shows
from intake.capture.scanning.wish import Colour, PaperSize, PaperSource, ScannerFound
from intake.errors import CoverSheetError
from intake.errors.scanning import NoScannerError
from intake.services.dossier_view import dossier_meant
from intake.services.receive.scanner.choice import found_scanners, usual_wish
from intake.services.receive.scanner.laying_in import aside_told
from templates.errors import UsageError
from templates.language.messages import _, ngettext

RESOLUTIONS = (150, 200, 300, 400, 600)
_PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
_MOST_DIGITS = 6
_LONGEST_DEVICE = 500


def for_the_night(visit: PageVisit) -> Response:
    """A stack that the next run takes in."""
    laid = visit.asked("laid")
    told = []
    if laid.isdecimal() and len(laid) <= _MOST_DIGITS:
        sentence = ngettext(
            "{count} page is laid in; the next run takes it in.",
            "{count} pages are laid in; the next run takes them in.",
            int(laid),
        )
        told.append(sentence.format(count=int(laid)))
    return _drawn(visit, "", told=told)


def for_a_dossier(visit: PageVisit) -> Response:
    """The papers of one dossier."""
    return _drawn(visit, dossier_meant(visit.desk.store, visit.word("dossier")))


def standing(visit: PageVisit) -> Response:
    """What the scanner does, for a page that is open."""
    now = visit.desk.scanning.standing()
    return visit.json({"goes_on": now.goes_on, "pages": now.pages})


def picture(visit: PageVisit) -> Response:
    """A page of the stack as the scanner gave it."""
    job, number = visit.desk.scanning.standing().job, visit.number("page")
    for page in job.pages if job else ():
        if int(page.stem) == number and page.suffix in _PICTURES:
            with suppress(FileNotFoundError):  # it was laid in meanwhile
                return Response(page.read_bytes(), media_type=_PICTURES[page.suffix])
    raise NoSuchPageError.of()


def change(visit: PageVisit) -> Response:
    """What the button says that was pressed."""
    does = _DOES.get(visit.said("do"))
    if does is None:
        raise UsageError(_("Nothing to do was named."), _("Load the page again, then do it once more."))
    return does(visit)


def _start(visit: PageVisit) -> Response:
    dossier = _meant(visit)
    try:
        visit.desk.scanning.start(dossier, _said(visit))
    except NoScannerError as error:
        return _drawn(visit, dossier, fault=answer_to(error), found=_found(visit))
    return visit.go_to(_address(dossier))


def _more(visit: PageVisit) -> Response:
    dossier = _meant(visit)
    try:
        visit.desk.scanning.go_on(dossier, _said(visit))
    except NoScannerError as error:
        return _drawn(visit, dossier, fault=answer_to(error), found=_found(visit))
    return visit.go_to(_address(dossier))


def _stop(visit: PageVisit) -> Response:
    visit.desk.scanning.stop()
    return visit.go_to(_address(_meant(visit)))


def _finish(visit: PageVisit, *, anyhow: bool = False) -> Response:
    desk, dossier = visit.desk, _meant(visit)
    try:
        laid = desk.scanning.finish(dossier, desk.who, anyhow=anyhow)
    except CoverSheetError as error:
        return _drawn(visit, dossier, fault=answer_to(error), foreign=True)
    if laid.added is not None:
        refused = [f"{paper['file']}: {paper['reason']}" for paper in laid.added.taken["refused"]]
        if refused:
            return _drawn(visit, laid.added.taken["id"], told=[*refused, aside_told(laid)])
        return visit.go_to(f"/dossier/{laid.added.taken['id']}/papers")
    if laid.refused is not None:
        told = _("The pages are laid in for the next run instead, by themselves.")
        return _drawn(visit, "", told=[sentence_here(laid.refused), told])
    return visit.go_to(f"/scan?laid={laid.pages}" if laid.pages else "/scan")


def _throw_away(visit: PageVisit) -> Response:
    """Asks first: a thrown stack has to be scanned anew."""
    dossier, mark = _meant(visit), visit.said("stack")
    if not mark:
        return _drawn(visit, dossier, throws=True)
    visit.desk.scanning.throw_away(mark)
    return _drawn(visit, dossier, told=[_("The stack is thrown away; lay its sheets in to scan them anew.")])


def _keep(visit: PageVisit) -> Response:
    return visit.go_to(_address(_meant(visit)))


def _finish_anyhow(visit: PageVisit) -> Response:
    return _finish(visit, anyhow=True)


_DOES: Mapping[str, Callable[[PageVisit], Response]] = {
    "start": _start,
    "more": _more,
    "stop": _stop,
    "finish": _finish,
    "anyhow": _finish_anyhow,
    "throw": _throw_away,
    "keep": _keep,
}


def _drawn(
    visit: PageVisit,
    dossier: str,
    *,
    told: Sequence[str] = (),
    fault: WebFault | None = None,
    found: Sequence[ScannerFound] = (),
    foreign: bool = False,
    throws: bool = False,
) -> Response:
    desk = visit.desk
    now = desk.scanning.standing()
    wish = usual_wish(desk.settings.scan, desk.store.home, {})
    if visit.asked("look"):
        try:
            found = found_scanners(desk.settings.scan)
            told = told or ([] if found else [_("No scanner was found.")])
        except NoScannerError as error:
            fault = fault or answer_to(error)
    pages = now.job.pages if now.job and now.job.dossier == dossier else ()
    last = pages[-1] if pages else None
    return visit.page(
        "scan.html",
        fault.status if fault else 200,
        dossier=dossier,
        at=_address(dossier),
        now=now,
        shown=int(last.stem) if last and last.suffix in _PICTURES else None,
        wish=wish,
        found=found,
        asks_device=not desk.settings.scan.program,
        foreign=foreign,
        throws=throws,
        told=told,
        fault=fault,
        resolutions=sorted({*RESOLUTIONS, wish.dpi}),
        colours=[(Colour.COLOR, _("colour")), (Colour.GRAY, _("grey")), (Colour.BW, _("black and white"))],
        sizes=[(PaperSize.A4, "A4"), (PaperSize.A5, "A5"), (PaperSize.WHOLE, _("as large as the scanner"))],
        sources=[(PaperSource.FEEDER, _("the feeder")), (PaperSource.GLASS, _("the glass"))],
    )


def _found(visit: PageVisit) -> Sequence[ScannerFound]:
    """To choose among, where there are several."""
    try:
        return found_scanners(visit.desk.settings.scan)
    except NoScannerError:
        return ()


def _address(dossier: str) -> str:
    return f"/dossier/{dossier}/scan" if dossier else "/scan"


def _meant(visit: PageVisit) -> str:
    """The whole id of the dossier whose page asks; "" for the page of the next run."""
    told = visit.said("dossier")
    return dossier_meant(visit.desk.store, told) if told else ""


def _said(visit: PageVisit) -> Mapping[str, Any]:
    """How is to be scanned, as the form says it; what it does not say (None) stays as it was."""
    if not visit.said("source"):
        return {}
    dpi, device = visit.said("dpi"), visit.said("device")
    if not (dpi.isdecimal() and len(dpi) <= _MOST_DIGITS and len(device) <= _LONGEST_DEVICE):
        raise NotFromOurPageError.of()
    try:
        return {
            "device": device or None,
            "source": PaperSource(visit.said("source")),
            "duplex": bool(visit.said("duplex")),
            "dpi": min(max(int(dpi), 75), 1200),
            "colour": Colour(visit.said("colour")),
            "size": PaperSize(visit.said("size")),
        }
    except ValueError:
        raise NotFromOurPageError.of() from None


WAYS = (
    Shows("/scan", for_the_night),
    Shows("/scan/standing", standing),
    Shows("/scan/page/{page:int}", picture),
    Shows("/dossier/{dossier}/scan", for_a_dossier),
    Changes("/scan", change),
)
