"""Train the line reader: ``python -m bench.line_reader.train --minutes 60 --out FILE.pt``.

Needs PyTorch (any recent CPU build), which the program itself does not. Lines are drawn by other processes
while the network learns; each is used a few times and then forgotten. ``export`` turns the result into
ocr/line_reader.npz.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing as mp
import os
import random
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from bench.line_reader.fonts import fonts
from bench.line_reader.lines import HEIGHT, draw_line
from bench.line_reader.words import ALPHABET
from bench.pen import stroke_image

POOL = 150_000
PIXELS = 20_000
Line = tuple[np.ndarray, list[int]]
_CLASS = {char: n + 1 for n, char in enumerate(ALPHABET)}


class Residual(nn.Module):  # type: ignore[misc]  # torch is not there for mypy
    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.conv = nn.Conv1d(channels, channels, 5, padding=2 * dilation, dilation=dilation, bias=False)
        self.norm = nn.BatchNorm1d(channels)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x + torch.relu(self.norm(self.conv(x)))


def flat(i: int, o: int, kernel: tuple[int, int] = (3, 3), pad: tuple[int, int] = (1, 1)) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(i, o, kernel, padding=pad, bias=False), nn.BatchNorm2d(o), nn.ReLU())


class LineReader(nn.Module):  # type: ignore[misc]
    """(N×1×48×W) ink 0…1 → (N×C×W/4) scores."""

    def __init__(self, wide: int = 160) -> None:
        super().__init__()
        self.look = nn.Sequential(
            nn.PixelUnshuffle(2), flat(4, 32), flat(32, 32), nn.MaxPool2d(2), flat(32, 64), flat(64, 64),
            nn.MaxPool2d((2, 1)), flat(64, wide, (6, 3), (0, 1)),
        )  # fmt: skip
        self.read = nn.Sequential(*[Residual(wide, d) for d in (1, 1, 2, 1, 4, 1)], nn.Dropout(0.05))
        self.write = nn.Conv1d(wide, len(ALPHABET) + 1, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.write(self.read(self.look(x).squeeze(2)))


def _draw(seed: int, queue: mp.Queue, ink: Path | None, batches: float) -> None:  # type: ignore[type-arg]
    """Draw lines for ever, or so many batches of them."""
    os.nice(3)
    rng, usable = random.Random(seed), fonts()
    strokes = [stroke_image(path, 64) for path in pen_lines(ink)] if ink else []
    while batches > 0:
        batches -= 1
        batch: list[Line] = []
        while len(batch) < 256:
            pixels, text = draw_line(rng, usable, strokes)
            if 20 < pixels.shape[1] < 900 and pixels.shape[1] / 4 > 1.15 * len(text) + 2:
                batch.append((pixels, [_CLASS[char] for char in text if char in _CLASS]))
        queue.put(batch)


def pen_lines(ink: Path) -> list[Path]:
    """Three of four pictures of an ink folder; the others are for trying the result."""
    return [path for n, path in enumerate(sorted(ink.glob("*.jpg"))) if n % 4]


def batches(pool: list[Line], dice: random.Random) -> list[list[Line]]:
    """A few hundred random lines, in batches of similar width."""
    chosen = sorted(dice.choices(pool, k=768), key=lambda line: line[0].shape[1])
    made: list[list[Line]] = []
    batch: list[Line] = []
    for line in chosen:
        batch.append(line)
        if len(batch) * line[0].shape[1] > PIXELS:
            made.append(batch)
            batch = []
    dice.shuffle(made)
    return made


def stacked(
    batch: list[Line], dice: np.random.Generator | None
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    width = (max(line[0].shape[1] for line in batch) + 15) // 8 * 8
    pixels = np.zeros((len(batch), 1, HEIGHT, width), np.float32)
    for n, (line, _text) in enumerate(batch):
        ink = (250 - line.astype(np.float32)) / 250
        if dice is not None:
            ink = np.roll(ink, dice.integers(-1, 2), axis=0) * dice.uniform(0.7, 1.15) + dice.normal(0, 0.015)
        pixels[n, 0, :, 4 : 4 + line.shape[1]] = ink
    targets = torch.tensor([c for _line, text in batch for c in text], dtype=torch.long)
    return torch.from_numpy(pixels), targets, torch.tensor([len(text) for _line, text in batch])


def greedy(scores: torch.Tensor) -> list[list[int]]:
    return [
        [int(c) for n, c in enumerate(row) if c and (n == 0 or c != row[n - 1])]
        for row in scores.argmax(1).numpy()
    ]


def measured(net: LineReader, held: list[Line]) -> tuple[float, float]:
    """Share of characters wrong, share of lines exactly right."""
    from rapidfuzz.distance import Levenshtein

    net.eval()
    wrong = total = right = 0
    ordered = sorted(held, key=lambda line: line[0].shape[1])
    with torch.no_grad():
        for at in range(0, len(ordered), 32):
            part = ordered[at : at + 32]
            for (_pixels, text), read in zip(part, greedy(net(stacked(part, None)[0])), strict=True):
                wrong += Levenshtein.distance(text, read)
                total += len(text)
                right += text == read
    net.train()
    return wrong / total, right / len(held)


def _fitted(weights: dict[str, torch.Tensor], net: LineReader) -> dict[str, torch.Tensor]:
    """``weights`` for ``net``; where the alphabet has grown at its end, the new letters begin untrained."""
    for name in ("write.weight", "write.bias"):
        grown = net.state_dict()[name].clone()
        grown[: len(weights[name])] = weights[name]
        weights[name] = grown
    return weights


def train(minutes: float, out: Path, start: Path | None, rate: float, ink: Path | None) -> None:
    torch.manual_seed(0)
    torch.set_num_threads(2)
    queue: mp.Queue = mp.Queue(40)  # type: ignore[type-arg]
    seed = int(time.time())
    drawers = [
        mp.Process(target=_draw, args=(seed + n, queue, ink, quota), daemon=True)
        for n, quota in enumerate((math.inf, 24))
    ]
    for drawer in drawers:
        drawer.start()
    pool: list[Line] = []
    while len(pool) < 12_000:
        pool += queue.get()
    held, pool = pool[:1000], pool[1000:]
    net = LineReader().to(memory_format=torch.channels_last)
    if start:
        net.load_state_dict(_fitted(torch.load(start), net))
    best = torch.optim.AdamW(net.parameters(), rate, weight_decay=1e-3)
    loss_of = nn.CTCLoss(zero_infinity=True)
    dice, noise = random.Random(seed), np.random.default_rng(seed)
    began = last = time.time()
    seen, steps, losses = 0, 0, []
    while (gone := (time.time() - began) / 60 / minutes) < 1:
        while not queue.empty():
            pool += queue.get()
        pool = pool[-POOL:]
        for batch in batches(pool, dice):
            gone = min(1.0, (time.time() - began) / 60 / minutes)
            warm = min(1.0, (steps + 1) / 300)
            for group in best.param_groups:
                group["lr"] = rate * warm * max(0.004, 0.5 * (1 + np.cos(np.pi * gone)))
            pixels, targets, lengths = stacked(batch, noise)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores = net(pixels.contiguous(memory_format=torch.channels_last))
            logs = scores.float().log_softmax(1).permute(2, 0, 1)
            frames = torch.full((len(batch),), logs.shape[0], dtype=torch.long)
            loss = loss_of(logs, targets, frames, lengths)
            best.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            best.step()
            steps += 1
            seen += len(batch)
            losses.append(loss.item())
        if time.time() - last > 150:
            last = time.time()
            wrong, right = measured(net, held)
            print(f"{gone:.2f} step {steps} seen {seen} pool {len(pool)} loss {np.mean(losses[-300:]):.4f} "
                  f"held out: characters wrong {wrong:.4f}, lines right {right:.3f}", flush=True)  # fmt: skip
            torch.save(net.state_dict(), out)
    wrong, right = measured(net, held)
    print(f"end: seen {seen} characters wrong {wrong:.4f}, lines right {right:.3f}", flush=True)
    torch.save(net.state_dict(), out)
    drawers[0].terminate()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--rate", type=float, default=2.5e-3)
    parser.add_argument("--ink", type=Path, help="folder of handwritten lines; every fourth is left out")
    asked = parser.parse_args()
    train(asked.minutes, asked.out, asked.start, asked.rate, asked.ink)
