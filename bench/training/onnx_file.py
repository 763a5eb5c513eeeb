# SPDX-License-Identifier: Apache-2.0
"""A network that reads lines as the program runs it: ONNX, of any width, its alphabet with the weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import onnx
import torch

from bench.training.files import write_whole


def export_reader(net: Any, target: Path, *, height: int, alphabet: str) -> Path:
    """Write ``net`` ((1×1×height×W) ink → (1×C×S) scores), its norms folded into the convolutions."""
    write_whole(target, lambda beside: _write(net, beside, height, alphabet))
    return target


def _write(net: Any, path: Path, height: int, alphabet: str) -> None:
    torch.onnx.export(
        net, (torch.rand(1, 1, height, 400),), str(path), input_names=["ink"], output_names=["scores"],
        dynamic_axes={"ink": {3: "width"}, "scores": {2: "steps"}}, dynamo=False,
    )  # fmt: skip
    model = onnx.load(str(path))
    onnx.helper.set_model_props(model, {"alphabet": json.dumps(alphabet)})
    onnx.save(model, str(path))
