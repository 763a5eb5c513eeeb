# SPDX-License-Identifier: Apache-2.0
"""Plays the counter of the demo: somebody wants an electronic copy of a birth certificate certified.

``python -m samples.certify FOLDER`` takes the original and the card from a folder of the samples, makes the
dossier, enters the copy in its register and makes it; ``--result``, once the dossier was received, attaches
it. Everything is done with sohoa's own commands, on the store that SOHOA_HOME names.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from samples.review import CLERK, sohoa

PROCEDURE = "2.000815"
ORIGINAL, CARD = "2-giay-khai-sinh.jpg", "3-cccd.jpg"
SIGNER = "Trần Văn Ký, Phó Chủ tịch"
BECAUSE = "Bản sao điện tử do chính cơ quan chứng thực từ bản chính trong hồ sơ"


def main(arguments: list[str]) -> int:
    """Certify the original of the named folder, or attach what was certified."""
    made = Path(os.environ["SOHOA_HOME"]) / "certified"
    if "--result" in arguments:
        (line,) = (one for one in _listed() if one["procedure"] == PROCEDURE)
        (copy,) = made.glob("*.pdf")
        sohoa("result", line["id"], str(copy), "--because", BECAUSE, *CLERK)
        sys.stderr.write("the certified copy is attached to its dossier\n")
        return 0
    folder = Path(arguments[0])
    card = _on_card(folder)
    who = ("--requester", card["person.full_name"], "--personal-id", card["person.personal_id"])
    dossier = sohoa("new", "--procedure", PROCEDURE, *who, "--yes", "--no-print", *CLERK)["id"]
    sohoa("add", dossier, str(folder / ORIGINAL), str(folder / CARD), *CLERK)
    sohoa("papers", "kind", dossier, "1", "certification-original", *CLERK)
    entered = ("--paper", "Giấy khai sinh:1:1", "--signer", SIGNER, "--electronic", "--no-print")
    (line,) = sohoa("certify", "add", "copy", "--dossier", dossier, *entered, *CLERK)["lines"]
    sohoa("certify", "electronic", str(line["number"]), str(folder / ORIGINAL), "--out", str(made), *CLERK)
    sys.stderr.write("one electronic copy entered in its register and made\n")
    return 0


def _listed() -> list[dict[str, str]]:
    return list(sohoa("list", "--length", "200", "--json")["dossiers"])


def _on_card(folder: Path) -> dict[str, str]:
    """What the truth beside the scans says of the card."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    (page,) = truth["files"][CARD]
    return {key: field["value"] for key, field in page["fields"].items()}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
