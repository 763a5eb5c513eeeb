# SPDX-License-Identifier: Apache-2.0
"""Which form lies in a dossier, as a target knows it."""

from __future__ import annotations

from batch.gateway.contract import Submission
from batch.gateway.fieldmaps.filling import edition_of
from batch.gateway.fieldmaps.models import COUNTER, FormMap, FormMaps, Role
from templates.catalogue.loading import Catalogue


def form_of(submission: Submission, maps: FormMaps, catalogue: Catalogue) -> FormMap:
    """The map of the form that lies in the dossier; where the target has none, one with our own keys, which
    is empty for a procedure that nobody knows.
    """
    edition = edition_of(submission.procedure, submission.received_at, catalogue)
    kinds = edition.forms if edition else ()
    there = {component.kind for component in submission.components}
    kind = next((kind for kind in kinds if kind in there), next(iter(kinds), ""))
    return maps.forms.get(kind) or _without_a_map(kind, catalogue)


def _without_a_map(kind: str, catalogue: Catalogue) -> FormMap:
    own = tuple(catalogue.document_types[kind].fields()) if kind else ()
    named = [key.partition(".")[0] for key in own if key.endswith(".full_name")]
    # Who asks to have a paper certified stands on no form: the counter alone knows it.
    people = tuple(dict.fromkeys((*named, "requester"))) if named or not kind else ()
    roles = {"submitter": Role(among=(COUNTER, *people)), "owner": Role(among=(*people, COUNTER))}
    return FormMap(form="", source="-", roles=roles, own=own)
