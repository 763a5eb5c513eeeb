# SPDX-License-Identifier: Apache-2.0
"""The files of a form of the office's own: what a file of the catalogue says, and whether it is in use.

A folder a form, below ``<home>/forms``: ``form.yaml`` (the paper), ``procedure.yaml``, ``autofill.yaml``,
``print.yaml`` (how it is printed back) and ``names.yaml`` (what its fields are called). Only what is wanted
needs to be there.
"""

from __future__ import annotations

from pydantic import Field

from templates.files.datafiles import Frozen
from templates.model.autofill_map import AutofillMap
from templates.model.codelists import FieldNames
from templates.model.document_types import DocumentType
from templates.model.form_lines import FormLayout
from templates.model.procedures import Procedure


class Own(Frozen):
    """What every file of the office's own may say."""

    draft: bool = Field(
        False, description="Not finished: the whole folder is checked and can be tried, but not used."
    )
    replaces: str = Field(
        "",
        description="Version of the catalogue whose file of the same name this one stands for "
        "(“2026.11.22”); without it nothing of the catalogue is ever replaced.",
    )


class OwnForm(Own, DocumentType):
    """One kind of paper: how it is recognised, and what is read from it (``form.yaml``)."""


class OwnProcedure(Own, Procedure):
    """A procedure with its editions (``procedure.yaml``)."""


class OwnAutofill(Own, AutofillMap):
    """Where the values of a form may come from (``autofill.yaml``)."""


class OwnPrint(Own, FormLayout):
    """How a form is printed back for the citizen to sign (``print.yaml``)."""

    form: str = Field(description="Kind of the form.")


class OwnNames(Own, FieldNames):
    """What fields are called in a sentence (``names.yaml``)."""


TO_BE_FILLED = "?"
"""What a stub has in place of a text that only its author knows."""

OWN_FILES: dict[str, type[Own]] = {
    "form": OwnForm,
    "procedure": OwnProcedure,
    "autofill": OwnAutofill,
    "print": OwnPrint,
    "names": OwnNames,
}
"""The files of a folder by the first part of their name, in the order in which they build on each other."""
