# SPDX-License-Identifier: Apache-2.0
"""The steps of a training: draw, learn, measure, keep."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import torch

from bench.training import curve
from bench.training.checkpoint import State, begin_from, save, take_up
from bench.training.files import sha256_of, write_whole
from bench.training.plan import Plan
from bench.training.stream import batches, held_out
from bench.training.tasks import Task

CHECKPOINT, CURVE, WEIGHTS = "checkpoint.pt", "curve.csv", "weights.pt"
Example = TypeVar("Example")


@dataclass(frozen=True)
class Where:
    """What a run works with and what changes nothing but its speed: folder, device, drawing processes."""

    folder: Path
    device: str = "cpu"
    workers: int = 0


class Trainer(Generic[Example]):
    """One run of a task: begun, or taken up from the checkpoint in its folder."""

    def __init__(self, task: Task[Example], plan: Plan, where: Where, start: Path | None = None) -> None:
        self.task, self.plan, self.where = task, plan, where
        self.device = torch.device(where.device)
        where.folder.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(plan.seed)
        net = task.network()
        if start:
            begin_from(start, net)
        net = net.to(self.device)
        self.state = State(net, torch.optim.AdamW(net.parameters(), plan.rate, weight_decay=plan.decay))
        if (where.folder / CHECKPOINT).exists():
            take_up(where.folder / CHECKPOINT, self.state, plan, self.device)
        curve.forget_after(where.folder / CURVE, self.state.step)

    def run(self, until: int | None = None, tell: Callable[[str], None] = print) -> bool:
        """Learn up to step ``until`` (or the plan's last); returns whether the plan is done."""
        last = min(self.plan.steps, until or self.plan.steps)
        if self.state.step < last:
            self._learn_until(last, tell)
        return self.state.step >= self.plan.steps

    def _learn_until(self, last: int, tell: Callable[[str], None]) -> None:
        held = held_out(self.task.source, self.plan.seed, self.plan.held)
        stream = batches(self.task.source, self.plan.seed, self.state.position, self.where.workers)
        for position, batch in stream:
            self._step(batch)
            self.state.position = position
            if self.state.step % self.plan.every == 0 or self.state.step == self.plan.steps:
                tell(self._measure(held))
            if self.state.step % self.plan.every == 0 or self.state.step == last:
                save(self.where.folder / CHECKPOINT, self.state, self.plan)
            if self.state.step == last:
                break
        stream.close()  # type: ignore[attr-defined]  # a generator: ends its processes

    def _step(self, batch: Sequence[Example]) -> None:
        state, seed = self.state, _seed_of(self.plan.seed, self.state.step)
        torch.manual_seed(seed)
        for group in state.optimiser.param_groups:
            group["lr"] = self.plan.rate_at(state.step)
        state.net.train()
        loss = self.task.loss(state.net, batch, np.random.default_rng(seed), self.device)
        state.optimiser.zero_grad()
        loss.backward()
        if self.plan.clip:
            torch.nn.utils.clip_grad_norm_(state.net.parameters(), self.plan.clip)
        state.optimiser.step()
        state.lost += loss.item()
        state.counted += 1
        state.step += 1

    def _measure(self, held: Sequence[Example]) -> str:
        """Write a row of the curve; returns it in words."""
        state = self.state
        state.net.eval()
        with torch.no_grad():
            figures = self.task.figures(state.net, held, self.device)
        rate = self.plan.rate_at(state.step - 1)
        row = {curve.STEP: state.step, "rate": rate, "loss": state.lost / state.counted, **figures}
        state.lost, state.counted = 0.0, 0
        curve.add_row(self.where.folder / CURVE, row)
        return "  ".join(f"{name} {value:.5g}" for name, value in row.items())

    def write(self) -> dict[str, str]:
        """Write the weights and what the program reads; returns the SHA-256 of each file, by name."""
        net = self.state.net.to("cpu").eval()
        weights = self.where.folder / WEIGHTS
        write_whole(weights, lambda beside: torch.save(net.state_dict(), beside))
        exported = self.task.export(net, self.where.folder)
        return {path.name: sha256_of(path) for path in (weights, exported)}


def _seed_of(seed: int, step: int) -> int:
    """The seed of a step's noise and dropout."""
    return random.Random(f"{seed}/noise/{step}").getrandbits(63)


def best_device() -> str:
    """The GPU if there is one."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def versions() -> dict[str, Any]:
    """What is worth knowing of this machine when weights are to be made again."""
    return {"torch": torch.__version__, "threads": torch.get_num_threads()}
