# SPDX-License-Identifier: Apache-2.0
"""Letters, decisions and blank forms of other authorities: no kind but ``other``, and no citizen's field."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from bench.invented.own_values import filled
from bench.retyped.pages import RetypedPage
from bench.retyped.setting import WIDTH, Flow, Span, label_font, random_look, value_font
from samples.printing.style import Style

OTHER = "other"


@cache
def _papers() -> dict[str, list[dict[str, Any]]]:
    loaded: dict[str, list[dict[str, Any]]] = yaml.safe_load(
        (Path(__file__).parent / "strangers.yaml").read_text("utf-8")
    )
    return loaded


def names() -> list[str]:
    """Every paper's name."""
    return [paper["name"] for papers in _papers().values() for paper in papers]


def stranger(name: str, rng: random.Random) -> RetypedPage:
    """The paper in a random look, with invented people where it names some; forms are mostly left blank."""
    paper = next(paper for papers in _papers().values() for paper in papers if paper["name"] == name)
    style = random_look(rng)
    flow = Flow(style)
    left, right = style.left, WIDTH - style.right
    middle, bold, plain = (left + right) / 2, label_font(style, True), label_font(style, False)
    if "head" in paper:
        top, foot = flow.y, flow.y
        for row, font in ((paper["head"], bold), (paper["number"], plain)):
            texts = [*filled(row, rng).split(" // ")]
            texts[0] = texts[0].upper() if row is paper["head"] else texts[0]
            for text, a, b in zip(texts, (left, middle - 20), (middle - 30, right), strict=True):
                flow.y = top
                flow.centred(text, font, style.size * 0.9, a, b)
                foot = max(foot, flow.y)
            top = foot + 2
    else:
        flow.centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", bold, style.size, left, right)
        flow.centred("Độc lập - Tự do - Hạnh phúc", bold, style.size, left, right)
    flow.down(10)
    for line in paper["lines"]:
        text = filled(line.lstrip("*_"), rng)
        if line.startswith("*"):
            flow.centred(text, bold, style.size + 0.5, left, right)
        elif line.startswith("_"):
            _blank(flow, style, text.split(" | "), rng)
        else:
            flow.run([Span(text, plain, style.size)], left, right, left + 24, leader=False)
            flow.down(style.leading)
    return RetypedPage(flow.finish(), {}, ((middle + 120, flow.y + 20),) if "head" in paper else ())


def _blank(flow: Flow, style: Style, labels: list[str], rng: random.Random) -> None:
    left, right = style.left, WIDTH - style.right
    share = (right - left) / len(labels)
    for n, label in enumerate(labels):
        spans = [Span(label, label_font(style, False), style.size)]
        if rng.random() < 0.15:
            spans.append(Span(filled("{man}", rng), value_font(style), style.value_size, "x"))
        flow.run(spans, left + n * share, left + (n + 1) * share - 6)
    flow.down(style.leading)
