# SPDX-License-Identifier: Apache-2.0
"""The command line that trainings share: options, the record of the run, what is said at its end."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from bench.training.files import sha256_of_all
from bench.training.plan import Plan, PlanError, named_weights, write_record
from bench.training.tasks import Task

RECORD = "run.json"
Example = TypeVar("Example")


def options(description: str, plan: Plan) -> argparse.ArgumentParser:
    """The options of a training, its ``plan`` the default."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="where the run is kept; one that was stopped goes on")
    parser.add_argument("--seed", type=int, default=plan.seed)
    parser.add_argument("--steps", type=int, default=plan.steps, help="batches to learn from, in all")
    parser.add_argument("--rate", type=float, default=plan.rate, help="highest learning rate")
    parser.add_argument("--warm", type=int, default=plan.warm, help="steps until that rate is reached")
    parser.add_argument("--every", type=int, default=plan.every, help="steps between two measurements")
    parser.add_argument("--held", type=int, default=plan.held, help="chunks of examples only measured on")
    parser.add_argument("--start", type=Path, help="weights (.pt) to begin with")
    parser.add_argument("--start-sha256", default="", help="their SHA-256")
    parser.add_argument("--until", type=int, help="stop after this step for now")
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1), help="drawing")
    parser.add_argument("--threads", type=int, default=1, help="of the network, where there is no GPU")
    parser.add_argument("--device", help="cpu or cuda; the GPU if there is one")
    return parser


def planned(plan: Plan, asked: argparse.Namespace, data: dict[str, Any], code: Sequence[Path]) -> Plan:
    """``plan`` as asked for, on ``data``, by the modules ``code``; raises PlanError."""
    if asked.start:
        named_weights(asked.start, asked.start_sha256)
    chosen = {name: getattr(asked, name) for name in ("seed", "steps", "rate", "warm", "every", "held")}
    data = {**data, "code": sha256_of_all([*code, *Path(__file__).parent.glob("*.py")])}
    return replace(plan, **chosen, start=asked.start_sha256.lower() if asked.start else "", data=data)


def train(task: Task[Example], plan: Plan, asked: argparse.Namespace) -> None:
    """Run the plan as far as asked for and write down how; raises PlanError."""
    import torch

    from bench.training.loop import Trainer, Where, best_device, versions

    torch.set_num_threads(asked.threads)
    where = Where(asked.folder, asked.device or best_device(), asked.workers)
    trainer = Trainer(task, plan, where, asked.start)
    sitting = {"from_step": trainer.state.step, "commit": _commit(), "device": where.device, **versions()}
    record = {"plan": plan.as_json(), "sittings": [*sittings(asked.folder), sitting]}
    write_record(asked.folder / RECORD, record)
    if not trainer.run(asked.until):
        print(f"Stopped after step {trainer.state.step} of {plan.steps}; the same command goes on.")
        return
    files = trainer.write()
    write_record(asked.folder / RECORD, record | {"files": files})
    for name, sha256 in files.items():
        print(f"{sha256}  {asked.folder / name}")


def sittings(folder: Path) -> list[dict[str, Any]]:
    """What is written down of the earlier sittings of a run."""
    try:
        return list(json.loads((folder / RECORD).read_text("utf-8"))["sittings"])
    except FileNotFoundError:
        return []


def told(run: Callable[[], None]) -> None:
    """Run a training and end with a sentence where it can't be run."""
    try:
        run()
    except PlanError as error:
        sys.exit(str(error))
    except ModuleNotFoundError as error:
        if error.name not in ("torch", "onnx"):
            raise
        sys.exit(f"{error.name} is not installed; docs/development.md says how training is set up.")


def _commit() -> str:
    """The version of the code in this checkout, with a sign where files differ from it; empty without git."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    try:
        done = subprocess.run(
            command, cwd=Path(__file__).parent, capture_output=True, text=True, check=False, timeout=60
        )
    except OSError:
        return ""
    return done.stdout.strip()
