# SPDX-License-Identifier: Apache-2.0
"""What the check says, beside the form: what is missing, contradicts or is asked, what a person decides about
it, and the one step that comes then – the package, or the slip for the citizen.
"""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from batch.package.manifest import TOO_LARGE
from batch.package.pack_work import how_to_pack
from batch.services.packaging import Lack, lacks_of, package_dossiers
from batch.services.pushing import foretold, told_of_fields
from batch.services.slip_wish import SheetKind, SlipWish
from batch.services.slips import make_slip, slip_file
from batch.slips.facts.gather import Issuer
from batch.slips.numbered.register import Issued
from batch.slips.sheets.files import PDF_ONLY
from batch.store.packages import newest_package
from batch.web.drawing import pdf
from batch.web.errors import NoSuchPageError
from batch.web.ways import Changes, PageVisit, Shows
from intake.check.documents import PROCEDURE
from intake.check.whose.visitor import ANSWER, AT_COUNTER, differs_from_counter
from intake.dossier.deadline.turns import is_stopped
from intake.dossier.facts import Severity
from intake.dossier.journal import Event
from intake.dossier.states import State
from intake.errors import UndecidedError
from intake.services.changing.hold_back import release
from intake.services.changing.meanwhile import require_as_seen
from intake.services.changing.taking_up import take_up_again
from intake.services.dossier_view import dossier_meant, dossier_shown
from intake.services.questions import answer_questions, questions_of
from intake.services.reviewing.deciding import decide_finding, done
from intake.services.reviewing.doubts import left_to_decide
from intake.services.reviewing.withdrawing import withdraw_double
from intake.store.store import Store
from templates.catalogue.loading import load_catalogue

_JUDGED_ANEW = (State.READ, State.REVIEWED)
"""Where a dossier stands of which a word was kept and the judgement did not follow."""
_GONE = (State.PACKAGED, State.QUEUED, State.PUSHED, State.ACCEPTED, State.REJECTED, State.RESULT_ATTACHED)
"""Where no answer is corrected any more."""


def panel(visit: PageVisit) -> Response:
    """The part of a page that tells of the check as it is now."""
    desk, catalogue = visit.desk, load_catalogue()
    left = left_to_decide(desk.store, visit.word("dossier"), who=desk.who, commune=desk.commune)
    view = dossier_shown(desk.store, left.id, catalogue)
    # What the papers are still read for may answer itself.
    asked = {one.field for one in left.questions if view["state"] != State.CAPTURED}
    lines = questions_of(desk.store, left.id)["questions"]
    answered = [each for each in lines if is_answered(each)] if view["state"] not in _GONE else []
    differing = {one.finding.field for one in left.findings if one.finding.code.endswith(ANSWER)}
    complete = view["state"] == State.COMPLETE and not left.findings
    told = {one.finding.code for one in left.findings} | {one.code for one in left.questions}
    packaged = view["state"] in (State.PACKAGED, State.QUEUED)
    return visit.page(
        "check_panel.html",
        left=left,
        view=view,
        documents={paper["sha256"]: paper["document"] for paper in view["papers"]},
        missing=[each for each in view["findings"] if each["severity"] == Severity.ERROR],
        notes=[
            each
            for each in view["findings"]
            if each["severity"] != Severity.ERROR and each["code"] not in told and not is_of_a_value(each)
        ],
        questions=[each for each in lines if each["name"] in asked],
        contradicted={each["name"]: each for each in lines if each["name"] in differing},
        answered=[each for each in answered if each["name"] not in differing],
        returned=view["state"] == State.RETURNED,
        may_package=complete,
        refused=told_of_fields(foretold(desk.store, left.id, desk.settings)) if complete else (),
        may_judge=not left and view["state"] in _JUDGED_ANEW,
        packaged=packaged,
        lacks=_lacks(desk.store, left.id) if packaged else (),
        TOO_LARGE=TOO_LARGE,
        at_counter=AT_COUNTER,
        first=[one for one in left.findings if differs_from_counter(one.finding.code)],
        then=[one for one in left.findings if not differs_from_counter(one.finding.code)],
        asked=is_stopped(Event(dossier_id=left.id, **each) for each in view["history"]),
    )


def _lacks(store: Store, dossier: str) -> list[Lack]:
    with store.read() as session:
        package = newest_package(session, dossier)
    return [] if package is None else lacks_of(package.manifest)


def is_answered(line: dict[str, Any]) -> bool:
    """Whether a person answered the question, and not about which procedure it is."""
    return line["who"] is not None and line["name"] != PROCEDURE


def is_of_a_value(finding: dict[str, str]) -> bool:
    """What a value of the form is looked at for stands beside that already."""
    return ".field-" in finding["code"] and finding["severity"] == Severity.WARNING


def decide(visit: PageVisit) -> Response:
    """The dossier may go on with a ``finding`` (its fingerprint), because of a ``reason``."""
    desk = visit.desk
    dossier, said = visit.word("dossier"), visit.said("reason")
    finding = visit.said("finding")
    decide_finding(
        desk.store, dossier, finding, reason=said, who=desk.who, commune=desk.commune, seen=visit.seen
    )
    return visit.json({})


def withdraw(visit: PageVisit) -> Response:
    """The dossier is the same as the one that a ``finding`` (its fingerprint) names, and ends, because of a
    ``reason``.
    """
    desk, reason = visit.desk, visit.said("reason")
    dossier, finding, commune = visit.word("dossier"), visit.said("finding"), desk.commune
    withdraw_double(
        desk.store, dossier, finding, reason=reason, who=desk.who, commune=commune, seen=visit.seen
    )
    return visit.json({})


def answer(visit: PageVisit) -> Response:
    """What no paper says: the ``answer`` to a ``question``."""
    desk, replies = visit.desk, [(visit.said("question"), visit.said("answer"))]
    answer_questions(
        desk.store, visit.word("dossier"), replies, who=desk.who, commune=desk.commune, seen=visit.seen
    )
    return visit.json({})


def let_go(visit: PageVisit) -> Response:
    """The dossier is held back no longer, because of a ``reason``."""
    desk, reason = visit.desk, visit.said("reason")
    release(
        desk.store, visit.word("dossier"), who=desk.who, reason=reason, commune=desk.commune, seen=visit.seen
    )
    return visit.json({})


def take_up(visit: PageVisit) -> Response:
    """What the gateway returned goes on unchanged, because of a ``reason``."""
    desk, reason = visit.desk, visit.said("reason")
    dossier, commune = visit.word("dossier"), desk.commune
    take_up_again(desk.store, dossier, who=desk.who, reason=reason, commune=commune, seen=visit.seen)
    return visit.json({})


def judge(visit: PageVisit) -> Response:
    """Nothing is left to decide: have the dossier judged anew, where that was broken off."""
    desk = visit.desk
    done(desk.store, visit.word("dossier"), who=desk.who, commune=desk.commune)
    return visit.json({})


def package(visit: PageVisit) -> Response:
    """Make the PDFs of the complete dossier and queue it for the gateway; nothing of it while a finding waits
    for a person, as one does that turned up after the dossier was judged.
    """
    desk = visit.desk
    dossier = dossier_meant(desk.store, visit.word("dossier"))
    require_as_seen(desk.store, dossier, visit.seen)
    left = left_to_decide(desk.store, dossier, who=desk.who, commune=desk.commune)
    if left.findings:
        raise UndecidedError.of(left.id, left.told())
    how = how_to_pack(desk.settings, workers=1)
    for made in package_dossiers(desk.store, [dossier], load_catalogue(), how, who=desk.who, asked_for=True):
        if made.problem is not None:
            raise made.problem
    return visit.json({})


def supplement(visit: PageVisit) -> Response:
    """Issue the slip that asks the citizen for what is missing, and show it."""
    desk, wish = visit.desk, SlipWish()
    require_as_seen(desk.store, visit.word("dossier"), visit.seen)
    by = Issuer(desk.who, desk.settings.unit)
    made = make_slip(desk.store, visit.word("dossier"), SheetKind.SUPPLEMENT, wish, PDF_ONLY, by)
    assert isinstance(made, Issued)
    return visit.go_to(f"/dossier/{visit.word('dossier')}/slip/{made.kind}/{made.year}/{made.number}")


def slip(visit: PageVisit) -> Response:
    """A slip that the dossier has got, as a PDF to look at and to print."""
    year, number = visit.number("year"), visit.number("number")
    file = slip_file(visit.desk.store, visit.word("dossier"), visit.word("kind"), year, number)
    if file is None:
        raise NoSuchPageError.of()
    return pdf(file)


_AT = "/dossier/{dossier}"
WAYS = (
    Shows(f"{_AT}/check", panel),
    Changes(f"{_AT}/decide", decide),
    Changes(f"{_AT}/withdraw", withdraw),
    Changes(f"{_AT}/answer", answer),
    Changes(f"{_AT}/release", let_go),
    Changes(f"{_AT}/take-up", take_up),
    Changes(f"{_AT}/judge", judge),
    Changes(f"{_AT}/package", package),
    Changes(f"{_AT}/supplement", supplement),
    Shows(f"{_AT}/slip/{{kind}}/{{year:int}}/{{number:int}}", slip),
)
