# SPDX-License-Identifier: Apache-2.0
"""Training the leader eraser: its network, its loss, its figures, the file that the program reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from bench.eraser.examples import ABOVE, BELOW, BESIDE, PAPER, REACH, Dot, DotDrawer, grouped
from bench.training.files import write_whole
from bench.training.stream import Source

HIDDEN = (320, 192)
_LETTER_PX = 22
_SIDE = 2 * REACH + 1
_INPUTS = (ABOVE + BELOW + 1) * (2 * BESIDE + 1) + 1


@dataclass(frozen=True)
class Erasing:
    """A ``bench.training.tasks.Task``."""

    drawer: DotDrawer
    source: Source[Dot] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", Source(self.drawer, grouped, again=5, window=40))

    def network(self) -> Any:
        return nn.Sequential(
            nn.Linear(_INPUTS, HIDDEN[0]),
            nn.ReLU(),
            nn.Linear(HIDDEN[0], HIDDEN[1]),
            nn.ReLU(),
            nn.Linear(HIDDEN[1], _SIDE**2),
        )

    def loss(self, net: Any, batch: Sequence[Dot], dice: np.random.Generator, device: Any) -> Any:  # noqa: ARG002 – no noise besides the strips' own
        """How far the ink near the dot is from what it would be without, squared and plain."""
        mended, wanted, _square, near = _mended(net, batch, device)
        return (near * ((mended - wanted) ** 2 + 0.3 * (mended - wanted).abs())).sum() / near.sum()

    def figures(self, net: Any, held: Sequence[Dot], device: Any) -> dict[str, float]:
        """Mean error of the ink near a dot (0…1): mended, and with the dots left in."""
        mended, wanted, square, near = _mended(net, held, device)
        return {
            "off": float((near * (mended - wanted).abs()).sum() / near.sum()),
            "dots_left_in": float((near * (square - wanted).abs()).sum() / near.sum()),
        }

    def export(self, net: Any, folder: Path) -> Path:
        """The weights as float16, inputs first, for NumPy."""
        layers = [(layer.weight.detach().T, layer.bias.detach()) for layer in net[::2]]
        arrays = {f"w{n}": weight.numpy().astype(np.float16) for n, (weight, _bias) in enumerate(layers)}
        arrays |= {f"b{n}": bias.numpy().astype(np.float16) for n, (_weight, bias) in enumerate(layers)}
        target = folder / "eraser.npz"
        write_whole(target, lambda beside: _write(beside, arrays))
        return target


def _write(path: Path, arrays: dict[str, np.ndarray]) -> None:
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # its other keyword is a bool


def _mended(net: Any, dots: Sequence[Dot], device: Any) -> tuple[Any, Any, Any, Any]:
    """Each N×225: the square as the network mends it, as it should be, as it is, and which pixels count:
    those near the dot, for what lies further off is the neighbours' business.
    """
    patches = np.stack([patch for patch, _target, _diameter in dots])
    ink = torch.from_numpy(patches.astype(np.float32) / PAPER).to(device)
    wanted = np.stack([target for _patch, target, _diameter in dots]).astype(np.float32) / PAPER
    diameters = torch.tensor([diameter for _patch, _target, diameter in dots]).float().to(device)[:, None]
    middle = ink[:, ABOVE - REACH : ABOVE + REACH + 1, BESIDE - REACH : BESIDE + REACH + 1]
    square = middle.reshape(len(ink), -1)
    keep = torch.sigmoid(net(torch.cat([ink.reshape(len(ink), -1), diameters / _LETTER_PX], 1)))
    near = (_distance().to(device) <= diameters / 2 + 3).float()
    return keep * square, torch.from_numpy(wanted.reshape(len(dots), -1)).to(device), square, near


def _distance() -> Any:
    """How far each pixel of the square is from its middle (1×225)."""
    grid = torch.arange(-REACH, REACH + 1).float()
    return torch.hypot(*torch.meshgrid(grid, grid, indexing="ij")).reshape(1, -1)
