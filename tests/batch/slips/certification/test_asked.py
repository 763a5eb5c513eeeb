# SPDX-License-Identifier: Apache-2.0
"""What is certified is asked for at a terminal and told on the command line."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
import typer

from batch.desk.commands.certify import register
from batch.desk.screens.certification import asked, papers_said
from batch.slips.certification.entering import (
    CertificationWish,
    PaperBrought,
)
from batch.slips.certification.errors import CertificationError
from templates.desk.command_line import App

COPY = CertificationWish(
    "copy",
    "LÒ THỊ MẾN",
    (PaperBrought("Bằng tốt nghiệp", 2, 3), PaperBrought("Học bạ", 12, 1)),
    signer="Vũ Văn Ký, Phó Chủ tịch",
)


def test_a_copy_is_through_with_few_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ["", "LÒ THỊ MẾN", "Bằng tốt nghiệp", "2", "3", ""]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    wish = asked(CertificationWish("", "", ()))
    assert wish == replace(COPY, papers=COPY.papers[:1], signer="")
    beside_the_names = sum(len(line) + 1 for line in typed) - len("LÒ THỊ MẾNBằng tốt nghiệp")
    assert beside_the_names == 8


def test_the_way_back_leads_to_the_question_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also out of a paper's counts, and to the paper before."""
    typed = [
        "<",
        "1",
        "LÒ THỊ MAI",
        "<",
        "LÒ THỊ MẾN",
        "Đơn",
        "<",
        "Bằng",
        "9",
        "1",
        "<",
        "Bằng tốt nghiệp",
        "2",
        "3",
        "",
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
    wish = asked(CertificationWish("", "", ()))
    assert wish == replace(COPY, papers=COPY.papers[:1], signer="")


@pytest.mark.parametrize(
    "typed",
    [
        "Biên bản lúc 8:30",
        "Học bạ:12",
        "Bằng:-1",
        "Bằng:2:x",
        "Bằng:x:2",
        "Bằng:2 trang:3 bản",
        "Bằng:",
        ":1:2",
    ],
)
def test_a_number_that_may_be_part_of_the_name_is_refused(typed: str) -> None:
    with pytest.raises(CertificationError) as refused:
        papers_said([typed])
    assert ":1:1”" in refused.value.advice


def test_pages_and_copies_are_said_both_or_neither() -> None:
    assert papers_said(["Bằng", "Đơn: 1 : 4", "Biên bản lúc 8:30:2:3", "Quyết định: về việc cấp đất"]) == (
        PaperBrought("Bằng"),
        PaperBrought("Đơn", 1, 4),
        PaperBrought("Biên bản lúc 8:30", 2, 3),
        PaperBrought("Quyết định: về việc cấp đất"),
    )


@pytest.mark.parametrize("command", ["void", "correct", "print"])
def test_a_number_is_only_touched_in_a_register_that_is_named(command: str) -> None:
    app = App()
    register(app)
    group: Any = typer.main.get_command(app)
    needed = {
        name
        for each in group.commands["certify"].commands[command].params
        if each.required
        for name in each.opts
    }
    assert "--of" in needed
