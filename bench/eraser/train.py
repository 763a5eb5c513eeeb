"""Train the leader eraser: ``python -m bench.eraser.train [--strips N] [--epochs N] [--out FILE]``.

Needs PyTorch (any recent CPU build), which the program itself does not; NumPy reads the weights.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import numpy as np

from bench.eraser.strips import draw_strip

ABOVE, BELOW, BESIDE, REACH = 24, 16, 17, 7
"""The patch round a dot: rows above and below its centre, columns to each side; the square that is mended."""

_FOLDERS = ("/usr/share/fonts", "/usr/share/texmf/fonts/opentype")
_WANTED = """
LiberationSerif-Regular LiberationSerif-Regular LiberationSerif-Bold LiberationSerif-Italic
LiberationSans-Regular LiberationSans-Bold LiberationMono-Regular DejaVuSerif DejaVuSans
DejaVuSansMono DejaVuSerif-Bold DejaVuSansCondensed texgyretermes-regular texgyretermes-bold
texgyreheros-regular texgyrepagella-regular texgyreschola-regular texgyrebonum-regular
texgyrecursor-regular texgyreadventor-regular Lato-Regular NotoSansMono-Regular
""".split()  # noqa: SIM905 – a list of names reads better


def fonts() -> list[Path]:
    """The fonts wanted that this machine has."""
    there = {path.stem: path for folder in _FOLDERS for path in Path(folder).rglob("*.[to]tf")}
    return [there[name] for name in _WANTED if name in there]


def examples(count: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Patches (N×41×35), mended squares (N×15×15) and diameters (N), ink 0…255 as uint8."""
    rng = random.Random(seed)
    usable = fonts()
    patches, targets, diameters = [], [], []
    for _ in range(count):
        strip = draw_strip(rng, usable)
        for x, y in strip.centres:
            cx, cy = round(x + rng.gauss(0, 0.7)), round(y + rng.gauss(0, 0.7))
            if not (
                BESIDE <= cx < strip.clean.shape[1] - BESIDE - 1
                and ABOVE <= cy < strip.clean.shape[0] - BELOW - 1
            ):
                continue
            target = 250 - strip.clean[cy - REACH : cy + REACH + 1, cx - REACH : cx + REACH + 1].astype(
                np.int16
            )
            if (target[2:-2, 2:-2] > 100).sum() < 4 and rng.random() > 0.1:
                continue
            source = (
                strip.clean if rng.random() < 0.15 else strip.dotted
            )  # no dot there: leave the letter alone
            patch = 250 - source[cy - ABOVE : cy + BELOW + 1, cx - BESIDE : cx + BESIDE + 1].astype(np.int16)
            patches.append(np.clip(patch, 0, 250).astype(np.uint8))
            targets.append(np.clip(target, 0, 250).astype(np.uint8))
            diameters.append(strip.diameter)
    return np.stack(patches), np.stack(targets), np.array(diameters, np.float32)


def train(strips: int, epochs: int, out: Path, hidden: tuple[int, int] = (320, 192)) -> None:
    """Draw ``strips`` strips, fit the network, save its weights as float16."""
    import torch
    from torch import nn

    torch.manual_seed(0)
    patches, targets, diameters = examples(strips, seed=1)
    held = examples(max(20, strips // 25), seed=2)
    side = 2 * REACH + 1
    inputs = patches[0].size + 1
    net = nn.Sequential(
        nn.Linear(inputs, hidden[0]),
        nn.ReLU(),
        nn.Linear(hidden[0], hidden[1]),
        nn.ReLU(),
        nn.Linear(hidden[1], side**2),
    )
    best = torch.optim.AdamW(net.parameters(), 2e-3, weight_decay=1e-4)
    batches = (len(patches) + 1023) // 1024
    plan = torch.optim.lr_scheduler.OneCycleLR(best, 3e-3, total_steps=epochs * batches)

    def run(p: np.ndarray, t: np.ndarray, d: np.ndarray) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        ink = torch.from_numpy(p.astype(np.float32) / 250)
        square = ink[:, ABOVE - REACH : ABOVE + REACH + 1, BESIDE - REACH : BESIDE + REACH + 1].reshape(
            len(ink), -1
        )
        feature = torch.from_numpy(d / 22).reshape(-1, 1)
        keep = torch.sigmoid(net(torch.cat([ink.reshape(len(ink), -1), feature], 1)))
        return keep * square, torch.from_numpy(t.astype(np.float32) / 250).reshape(len(t), -1), square

    grid = torch.arange(-REACH, REACH + 1).float()
    distance = torch.hypot(*torch.meshgrid(grid, grid, indexing="ij")).reshape(1, -1)

    def within_reach(d: np.ndarray) -> torch.Tensor:
        """Only pixels near the dot count: what lies further off is the neighbours' business."""
        return (distance <= torch.from_numpy(d / 2 + 3).reshape(-1, 1)).float()

    print(f"{len(patches)} patches, {len(held[0])} held out", flush=True)
    for epoch in range(epochs):
        total = 0.0
        for index in np.array_split(np.random.default_rng(epoch).permutation(len(patches)), batches):
            mended, wanted, _ = run(patches[index], targets[index], diameters[index])
            near = within_reach(diameters[index])
            loss = (near * ((mended - wanted) ** 2 + 0.3 * (mended - wanted).abs())).sum() / near.sum()
            best.zero_grad()
            loss.backward()
            best.step()
            plan.step()
            total += loss.item()
        with torch.no_grad():
            mended, wanted, square = run(*held)
            near = within_reach(held[2])
            before = (near * (square - wanted).abs()).sum() / near.sum()
            after = (near * (mended - wanted).abs()).sum() / near.sum()
        print(
            f"epoch {epoch}: loss {total / batches:.5f}, off by {after:.4f} (dots left in: {before:.4f})",
            flush=True,
        )
        weights = {
            f"w{n}": layer.weight.detach().numpy().T.astype(np.float16) for n, layer in enumerate(net[::2])
        }
        biases = {f"b{n}": layer.bias.detach().numpy().astype(np.float16) for n, layer in enumerate(net[::2])}
        np.savez_compressed(out, **weights, **biases)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strips", type=int, default=16000)
    parser.add_argument("--epochs", type=int, default=14)
    parser.add_argument("--out", type=Path, default=Path("ocr/models/eraser.npz"))
    asked = parser.parse_args()
    train(asked.strips, asked.epochs, asked.out)
