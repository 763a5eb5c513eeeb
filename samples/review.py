# SPDX-License-Identifier: Apache-2.0
"""Plays the clerk for the demo: looks at dossiers beside their papers and decides each doubt by itself.

``python -m samples.review FOLDER NAME…`` takes the dossiers that ``sohoa run`` made of the named folders
below FOLDER (``dossiers/01-day-du``). What the papers say stands in their ``truth.json``, and what the
citizen answers where no paper tells: every value that is doubtful or was misread is typed from there, every
open question answered. Everything is done with sohoa's own commands, on the store that SOHOA_HOME names.
"""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

FORMS = frozenset(
    ("birth-registration", "marriage-registration", "death-registration", "marital-status", "correction")
)
NEEDS_ATTENTION = 1
WAITING = ("read", "incomplete")
CLERK = ("--who", "demo", "--json")


def main(arguments: list[str]) -> int:
    """Review each named dossier; the exit code of the first command that could not run."""
    folder, names = Path(arguments[0]), arguments[1:]
    ids = {line["folder"]: line["id"] for line in sohoa("list", "--length", "200", "--json")["dossiers"]}
    for name in names:
        dossier = sohoa("show", ids[Path(name).name], "--json")
        if dossier["state"] not in WAITING:
            sys.stderr.write(f"{name}: nothing left to look at\n")
            continue
        truth = json.loads((folder / name / "truth.json").read_text(encoding="utf-8"))
        said = 0
        while replies := answers(truth, sohoa("answer", dossier["id"], "--json")["questions"]):
            sohoa("answer", dossier["id"], *(f"{key}={value}" for key, value in replies.items()), *CLERK)
            said += len(replies)
        typed = decisions(paper_values(truth), dossier["values"])
        words = [f"{key}={value}" for key, value in typed.items()]
        told = sohoa("edit" if words else "check", dossier["id"], *words, *(CLERK if words else CLERK[2:]))
        looked_at = [finding for finding in told["findings"] if to_decide(finding)]
        for finding in looked_at:
            reason = ("--because", "Đã xem giấy tờ trong hồ sơ mẫu")
            sohoa("decide", dossier["id"], finding["fingerprint"], *reason, *CLERK)
        counts = f"{said} questions answered, {len(typed)} values typed, {len(looked_at)} doubts decided"
        sys.stderr.write(f"{name}: {counts}\n")
    return 0


def paper_values(truth: dict[str, Any]) -> dict[str, str]:
    """Field key → what the form says, from all its pages."""
    pages = [page for pages in truth["files"].values() for page in pages if page["kind"] in FORMS]
    return {key: field["value"] for page in pages for key, field in page["fields"].items()}


def answers(truth: dict[str, Any], questions: list[dict[str, Any]]) -> dict[str, str]:
    """What the citizen says to each question that is still open."""
    told: dict[str, str] = truth.get("answers", {})
    asked = {question["name"] for question in questions if question["open"]}
    return {name: said for name, said in told.items() if name in asked}


def decisions(on_paper: dict[str, str], on_screen: dict[str, Any]) -> dict[str, str]:
    """What the paper says of every value that is doubtful on the screen or other than on the paper."""
    wrong = {
        key: value
        for key, value in on_paper.items()
        if key not in on_screen or _plain(on_screen[key]["value"]) != _plain(value)
    }
    doubtful = (key for key, held in on_screen.items() if held["needs_review"])
    return {**{key: on_paper.get(key, "") for key in doubtful}, **wrong}


def to_decide(finding: dict[str, Any]) -> bool:
    """Whether the finding waits for a decision of its own."""
    return finding["severity"] == "warning" and bool(finding["fingerprint"])


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def sohoa(*words: str) -> Any:
    """The JSON that a command prints."""
    done = subprocess.run(
        [sys.executable, "-m", "sohoa", "--quiet", *words],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if done.returncode > NEEDS_ATTENTION:
        sys.exit(done.returncode)
    return json.loads(done.stdout)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
