# SPDX-License-Identifier: Apache-2.0
"""A dossier at a glance: whose it is, where it stands, what the check found, its papers and its form."""

from __future__ import annotations

from starlette.responses import Response

from batch.slips.certification.looking import entered_of
from batch.web.pages.check_panel import is_of_a_value
from batch.web.ways import PageVisit, Shows
from intake.dossier.state_words import number_told
from intake.dossier.states import State
from intake.errors.results import ResultError
from intake.services.dossier_list import procedure_name
from intake.services.dossier_view import dossier_shown
from intake.services.form_sheet import FormSheet, form_sheet
from intake.services.results.attaching import MAY_HAVE_RESULT, standing_word
from intake.services.results.taking_back import last_word_on_results
from intake.store.dossier.lines import SUBJECTS
from templates.catalogue.loading import Catalogue, load_catalogue
from templates.errors import UnknownNameError

CANT_BE = 422


def dossier(visit: PageVisit) -> Response:
    return drawn(visit)


def drawn(visit: PageVisit, refused: ResultError | None = None) -> Response:
    """The page; with why something was not done with its results, where that was ``refused``."""
    catalogue = load_catalogue()
    view = dossier_shown(visit.desk.store, visit.word("dossier"), catalogue)
    held = view["values"]
    name = next((held[key]["value"] for key in SUBJECTS if key in held and held[key]["value"]), "")
    return visit.page(
        "dossier.html",
        CANT_BE if refused else 200,
        refused=refused,
        view=view,
        findings=[each for each in view["findings"] if not is_of_a_value(each)],
        name=name,
        procedure=procedure_name(view["procedure"], catalogue),
        sheet=_sheet(visit, view["id"], catalogue),
        catalogue=catalogue,
        may_have_result=State(view["state"]) in MAY_HAVE_RESULT,
        standing_word=standing_word,
        number=number_told(view),
        certified=entered_of(visit.desk.store, view["id"], visit.desk.settings.unit),
        last_word=last_word_on_results(visit.desk.store, view["id"]),
    )


def _sheet(visit: PageVisit, dossier_id: str, catalogue: Catalogue) -> FormSheet | None:
    """None where the catalogue has no rules for the dossier: then there is no form, and all else is shown."""
    try:
        return form_sheet(visit.desk.store, dossier_id, catalogue)
    except UnknownNameError:
        return None


WAYS = (Shows("/dossier/{dossier}", dossier),)
