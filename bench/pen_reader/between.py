# SPDX-License-Identifier: Apache-2.0
"""Weights between two of one network: ``python -m bench.pen_reader.between OUT ONE.pt OTHER.pt --lines F``.

A network that goes on learning from other lines forgets some of the first. Between both lie weights that read
the old lines as well as before and the new ones far better, as long as one began with the other (Wortsman et
al. 2022), and a walk that was stopped while its steps were still long is evened out (Izmailov et al. 2018).
How far to go is chosen by the lines kept apart for tuning: what each share of the way reads wrong is printed.
With ``--share`` OUT gets ``weights.pt`` and ``pen_reader.onnx`` of that one; without it nothing is written.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.pen_reader.examples import NO_MAKINGS, PenDrawer, example_of
from bench.pen_reader.lines import pen_lines, tuned_on
from bench.training.files import sha256_of, write_whole

_SHARES = (0.0, 0.3, 0.5, 0.7, 1.0)


def between(one: Mapping[str, Any], other: Mapping[str, Any], share: float) -> dict[str, Any]:
    """Each weight ``share`` of the way from ``one`` to ``other``; counters are those of ``one``. ValueError
    where they are not of the same network.
    """
    if one.keys() != other.keys() or any(one[key].shape != other[key].shape for key in one):
        raise ValueError("weights of two networks")
    return {
        key: weight + share * (other[key] - weight) if weight.is_floating_point() else weight
        for key, weight in one.items()
    }


def main(words: Sequence[str] | None = None) -> None:
    """Measure each share, or write the one asked for."""
    parser = argparse.ArgumentParser(description="Find weights between two of the reader of handwriting.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path, help="weights, or the checkpoint of a training")
    parser.add_argument("--lines", type=Path, required=True, help="folder of pen lines with labels.tsv")
    parser.add_argument("--share", type=float, help="write these weights; else each share is measured")
    asked = parser.parse_args(words)

    import torch

    from bench.pen_reader.task import PenReading

    torch.set_num_threads(1)
    both = [torch.load(path, weights_only=True) for path in (asked.one, asked.other)]
    one, other = (kept.get("net", kept) for kept in both)
    lines = tuned_on(pen_lines(asked.lines))
    held = [example_of(line) for line in lines]
    task = PenReading(PenDrawer(lines), (), NO_MAKINGS)
    net = task.network()
    for share in _SHARES if asked.share is None else (asked.share,):
        net.load_state_dict(between(one, other, share))
        net.eval()
        with torch.no_grad():
            told = task.figures(net, held, torch.device("cpu"))
        print(f"{share:g}", *(f"{name} {value:.4f}" for name, value in told.items()), flush=True)
    if asked.share is not None:
        asked.folder.mkdir(parents=True, exist_ok=True)
        write_whole(asked.folder / "weights.pt", lambda beside: torch.save(net.state_dict(), beside))
        exported = task.export(net, asked.folder)
        print(f"{sha256_of(exported)}  {exported}")


if __name__ == "__main__":
    main()
