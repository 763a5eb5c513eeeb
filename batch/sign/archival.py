# SPDX-License-Identifier: Apache-2.0
"""Whether an archive PDF is still one with its signature.

``pikepdf.pdfa`` checks all but forms, which it leaves to others, and proofs that certificates held, which
PDF/A-1 does not know; of a form that holds nothing but one signature field these few rules of ISO 19005-1 are
what is left (6.5.3, 6.6.1, 6.9). The tests ask PDFBox too.
"""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Dictionary, Pdf, pdfa

from batch.package.pdfa import FLAVOUR

_PROOFS_UNCHECKED = "unrecognized key(s) /DSS are not checked"
_PRINT = 4
_UNSEEN = 1 | 2 | 32
"""Flags of an annotation: invisible, hidden, no view."""


def is_archival(data: bytes) -> bool:
    """Whether a PDF that was PDF/A-1b before it was signed is still."""
    report = pdfa.validate_written(io.BytesIO(data), FLAVOUR)
    if any(not _is_left_to_us(finding) for finding in report.findings):
        return False
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return _form_is_archival(pdf) and _proofs_are_archival(pdf)


def _is_left_to_us(finding: pdfa.Finding) -> bool:
    of_form = finding.where.endswith("/AcroForm")
    return finding.kind == "unsupported" and (of_form or finding.message == _PROOFS_UNCHECKED)


def _proofs_are_archival(pdf: Pdf) -> bool:
    """Whether what proves the certificates (B-LT) is kept in the file and packed as PDF/A-1 allows (6.1.10,
    6.1.11).
    """
    proofs = pdf.Root.get("/DSS", Dictionary())
    kept = [
        one for key in ("/Certs", "/CRLs", "/OCSPs") for one in proofs.get(key, pikepdf.Array()).as_list()
    ]
    return all("/F" not in one and one.get("/Filter") in (None, "/FlateDecode") for one in kept)


def _form_is_archival(pdf: Pdf) -> bool:
    form = pdf.Root.AcroForm
    assert isinstance(form, Dictionary)
    fields = list(form.Fields.as_list())
    return not form.get("/NeedAppearances") and "/XFA" not in form and all(map(_field_is_archival, fields))


def _field_is_archival(field: pikepdf.Object) -> bool:
    flags = int(field.get("/F", 0))
    shown = bool(flags & _PRINT) and not flags & _UNSEEN
    appearance = field.get("/AP")
    seen = appearance is not None and list(appearance.keys()) == ["/N"]
    return field.get("/FT") == "/Sig" and shown and seen and "/A" not in field and "/AA" not in field
