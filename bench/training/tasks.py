# SPDX-License-Identifier: Apache-2.0
"""What a network has to bring along to be trained."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np

from bench.training.stream import Source

Example = TypeVar("Example")


class Task(Protocol[Example]):
    """A network, its examples and its loss. ``net`` and tensors are PyTorch's; they lie on ``device``."""

    @property
    def source(self) -> Source[Example]:
        """Where its examples come from."""

    def network(self) -> Any:
        """A fresh network; PyTorch's generator is seeded before."""

    def loss(self, net: Any, batch: Sequence[Example], dice: np.random.Generator, device: Any) -> Any:
        """The loss of one batch, a tensor with one number; ``dice`` for noise put on the examples."""

    def figures(self, net: Any, held: Sequence[Example], device: Any) -> dict[str, float]:
        """How well it does on examples that it never learnt from; the network is in its eval mode."""

    def export(self, net: Any, folder: Path) -> Path:
        """Write what the program reads, from a network on the CPU; returns the file."""
