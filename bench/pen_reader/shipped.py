# SPDX-License-Identifier: Apache-2.0
"""Weights to begin with out of the file that the program reads, where those of PyTorch were not kept.

The file has the norms folded into the convolutions and lacks what only training asks for. A norm that changes
nothing is put back: its mean and variance are measured on lines, its scale and shift undo them. So the
network says the same as before and its norms have something to follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

from bench.training.files import write_whole
from bench.training.plan import PlanError


def unpacked(shipped: Path, net: Any, batches: Iterable[np.ndarray], target: Path) -> Path:
    """Write the state of ``net`` with the weights of ``shipped`` (ONNX) to ``target``; norms measured on
    ``batches`` (N×1×48×W, 0…1). Raises PlanError for the weights of another network.
    """
    parts = _parts(onnx.load(str(shipped)))
    convolutions = [(conv, norm) for conv, norm in _normed(net.look)]
    try:
        for (conv, norm), (weight, bias) in zip(convolutions, parts["Conv"], strict=True):
            _laid(conv.weight, weight)
            norm.folded_bias = _like(norm.bias, bias)
        for number, part in enumerate(parts["LSTM"]):
            _into_memory(net.read, number, *part)
        ((weight, bias),) = parts["MatMul"]
        _laid(net.write.weight, weight.T)
        _laid(net.write.bias, bias)
    except ValueError as error:
        raise PlanError(f"{shipped} holds the weights of another network: {error}") from error
    _measure(net, convolutions, [torch.from_numpy(batch) for batch in batches])
    write_whole(target, lambda beside: torch.save(net.state_dict(), beside))
    return target


def _parts(model: Any) -> dict[str, list[tuple[np.ndarray, ...]]]:
    """The weights of each kind of operation, in the order in which they are done."""
    named = {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}
    found: dict[str, list[tuple[np.ndarray, ...]]] = {"Conv": [], "LSTM": [], "MatMul": []}
    nodes = list(model.graph.node)
    for number, node in enumerate(nodes):
        if node.op_type in ("Conv", "LSTM"):
            found[node.op_type].append(tuple(named[name] for name in node.input[1:] if name in named))
        elif node.op_type == "MatMul":
            (bias,) = (named[name] for name in nodes[number + 1].input if name in named)
            found["MatMul"].append((named[node.input[1]], bias))
    return found


def _normed(look: Any) -> list[tuple[Any, Any]]:
    """Each convolution with the norm behind it."""
    modules = [one for one in look.modules() if isinstance(one, nn.Conv2d | nn.BatchNorm2d)]
    return list(zip(modules[::2], modules[1::2], strict=True))


def _into_memory(
    memory: Any, layer: int, weight: np.ndarray, recurrent: np.ndarray, bias: np.ndarray, *_: Any
) -> None:
    """A layer of ONNX (gates in, out, forget, cell; both ways) for PyTorch (in, forget, cell, out)."""
    for way, suffix in enumerate(("", "_reverse")):
        for kind, values in (
            ("weight_ih", weight[way]),
            ("weight_hh", recurrent[way]),
            ("bias_ih", bias[way][: bias.shape[1] // 2]),
            ("bias_hh", bias[way][bias.shape[1] // 2 :]),
        ):
            i, o, f, c = np.split(values, 4)
            _laid(getattr(memory, f"{kind}_l{layer}{suffix}"), np.concatenate([i, f, c, o]))


def _like(own: torch.Tensor, values: np.ndarray) -> torch.Tensor:
    if tuple(own.shape) != values.shape:
        raise ValueError(f"{values.shape} where {tuple(own.shape)} is wanted")
    return torch.from_numpy(values.copy())


def _laid(own: torch.Tensor, values: np.ndarray) -> None:
    with torch.no_grad():
        own.copy_(_like(own, values))


def _measure(net: Any, convolutions: list[tuple[Any, Any]], batches: list[torch.Tensor]) -> None:
    """Give the norms, first to last, the mean and the variance of what comes to them."""
    net.eval()
    for conv, norm in convolutions:
        sums = {"n": 0, "one": torch.zeros(0), "two": torch.zeros(0)}

        def seen(_module: Any, _given: Any, made: torch.Tensor, sums: dict[str, Any] = sums) -> None:
            flat = made.double().transpose(0, 1).flatten(1)
            sums["one"] = flat.sum(1) + (sums["one"] if sums["n"] else 0)
            sums["two"] = (flat**2).sum(1) + (sums["two"] if sums["n"] else 0)
            sums["n"] += flat.shape[1]

        hook = conv.register_forward_hook(seen)
        with torch.no_grad():
            for batch in batches:
                net.look(batch)
        hook.remove()
        mean = sums["one"] / sums["n"]
        variance = sums["two"] / sums["n"] - mean**2
        with torch.no_grad():
            norm.running_mean.copy_(mean)
            norm.running_var.copy_(variance)
            norm.weight.copy_((variance + norm.eps).sqrt())
            norm.bias.copy_(mean + norm.folded_bias)
        del norm.folded_bias
