# SPDX-License-Identifier: Apache-2.0
"""The page of a file that a form is drafted from or tried on."""

from __future__ import annotations

from pathlib import Path

from intake.capture.opening import load_page, probe
from intake.capture.pages import PageImage
from templates.errors import UsageError
from templates.language.messages import _


def page_of_form(path: Path, page: int) -> PageImage:
    """Page ``page`` (from 1) of a file.

    Raises UsageError where it has fewer pages, intake's CaptureError where it can't be opened.
    """
    info = probe(path)
    if not info.refusal and page > info.pages:
        raise UsageError(
            _("The file has no page {page}.").format(page=page),
            _("Its last page is {pages}; choose the page with --page.").format(pages=info.pages),
        )
    return load_page(path, page)
