# SPDX-License-Identifier: Apache-2.0
"""A run as it stands after some step, on the disk: with it a stopped run goes on as if it had not stopped.

Kept are the network, the optimiser, the step, the position in the stream and the losses not yet told. The
learning rate, the noise and the stream's dice need no keeping: they follow from the seed and the step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch

from bench.training.files import write_whole
from bench.training.plan import Plan, PlanError, same_run
from bench.training.stream import Position


@dataclass
class State:
    """A network in training. ``lost`` and ``counted``: sum and number of the losses since the last row of the
    curve.
    """

    net: Any
    optimiser: Any
    step: int = 0
    position: Position = field(default_factory=Position)
    lost: float = 0.0
    counted: int = 0


def save(path: Path, state: State, plan: Plan) -> None:
    """Write the state, whole or not at all."""
    kept = {
        "plan": plan.as_json(),
        "step": state.step,
        "position": [state.position.round, state.position.batch],
        "losses": [state.lost, state.counted],
        "net": state.net.state_dict(),
        "optimiser": state.optimiser.state_dict(),
    }
    write_whole(path, lambda beside: torch.save(kept, beside))


def take_up(path: Path, state: State, plan: Plan, device: Any) -> None:
    """Put what was kept into ``state``; raises PlanError where it is another plan's."""
    kept = torch.load(path, weights_only=True, map_location=device)
    same_run(plan, kept["plan"])
    state.net.load_state_dict(kept["net"])
    state.optimiser.load_state_dict(kept["optimiser"])
    state.step, state.position = kept["step"], Position(*kept["position"])
    state.lost, state.counted = kept["losses"]


def begin_from(weights: Path, net: Any) -> None:
    """Begin with the weights of an earlier run. Where the last layer has grown at its end (a longer
    alphabet), what is new begins untrained; raises PlanError for weights of another network.
    """
    given = torch.load(weights, weights_only=True, map_location="cpu")
    own = net.state_dict()
    if given.keys() != own.keys() or not all(_fits(given[name], own[name]) for name in own):
        raise PlanError(f"{weights} holds the weights of another network.")
    for name, tensor in own.items():
        if tensor.dim():
            tensor[: len(given[name])] = given[name]
        else:
            tensor.copy_(given[name])
    net.load_state_dict(own)


def _fits(given: Any, own: Any) -> bool:
    if given.dim() != own.dim():
        return False
    return not own.dim() or (len(given) <= len(own) and given.shape[1:] == own.shape[1:])
