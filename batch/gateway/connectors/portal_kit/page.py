# SPDX-License-Identifier: Apache-2.0
"""The page of a kit: values with a button each that copies it, with no network and no stranger's code.

Its policy lets only this module's own style and script run (by their hashes); values are escaped text.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from batch.gateway.connectors.portal_kit.questions import PortalAnswer
from templates.catalogue.loading import Catalogue
from templates.language.messages import _, current_language

_STYLE = """
body{font:16px/1.4 system-ui,sans-serif;max-width:60rem;margin:1rem auto;padding:0 1rem;color:#111}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.4rem .6rem;vertical-align:top}
th{text-align:left;font-weight:600;width:32%}small{display:block;font-weight:400;color:#555}
output{white-space:pre-wrap;overflow-wrap:anywhere}td:last-child{width:7rem}a{display:block}
button{font:inherit;padding:.2rem .8rem}tr.done th,tr.done td{background:#e7f4e7}.none{color:#666}
"""
# A page from a disk may use the clipboard in some browsers only by a selection, so that is the second way.
_SCRIPT = """
"use strict";
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copies]");
  if (!button) return;
  const shown = document.getElementById(button.dataset.copies);
  let copied = true;
  try {
    await navigator.clipboard.writeText(shown.textContent);
  } catch {
    const chosen = getSelection();
    chosen.selectAllChildren(shown);
    copied = document.execCommand("copy");
    chosen.removeAllRanges();
  }
  button.closest("tr").classList.toggle("done", copied);
  const mark = copied ? "\\u2713 " : "\\u2717 ";
  document.getElementById("said").textContent = mark + button.getAttribute("aria-label");
});
"""


@dataclass(frozen=True, slots=True)
class KitFile:
    """A file of the kit: its path from the page, and what it is called there."""

    path: str
    name: str

    @property
    def href(self) -> str:
        """The path as a relative address."""
        return quote(self.path)


@dataclass(frozen=True, slots=True)
class KitRow:
    """A row of the portal's table of files, from 1."""

    row: int
    code: str
    name: str
    files: tuple[KitFile, ...]


def page(
    catalogue: Catalogue,
    *,
    dossier: str,
    number: str,
    procedure: str,
    asked: Sequence[PortalAnswer],
    besides: Sequence[PortalAnswer],
    components: Sequence[KitRow],
) -> bytes:
    """The page of one dossier, in the language chosen now."""
    numbers = count(1)

    def rows(answers: Sequence[PortalAnswer]) -> list[dict[str, Any]]:
        return [
            {
                "label": catalogue.field_name(answer.key),
                "to": answer.to,
                "text": answer.text,
                "number": next(numbers),
            }
            for answer in answers
        ]

    sections = [
        (_("What the portal asks, in its order"), rows(asked)),
        (_("Other values of the form"), rows(besides)),
    ]
    return (
        _template()
        .render(
            language=current_language(),
            told=_words(),
            style=_STYLE,
            script=_SCRIPT,
            style_hash=_hash(_STYLE),
            script_hash=_hash(_SCRIPT),
            dossier=dossier,
            number=number,
            procedure=procedure,
            sections=[(heading, told) for heading, told in sections if told],
            components=components,
        )
        .encode()
    )


def _words() -> dict[str, str]:
    return {
        "dossier": _("Dossier"),
        "number": _("Number"),
        "how": _("Open the portal beside this page and copy each value into its field with the button."),
        "none": _("(none)"),
        "copy": _("Copy the value"),
        "papers": _("Files by row of the portal's table"),
    }


def _hash(text: str) -> str:
    return base64.b64encode(sha256(text.encode()).digest()).decode()


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("page.html")
