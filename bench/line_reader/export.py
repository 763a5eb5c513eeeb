"""Write a trained network for the program: ``python -m bench.line_reader.export FILE.pt``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import onnx
import torch

from bench.line_reader.lines import HEIGHT
from bench.line_reader.train import LineReader
from bench.line_reader.words import ALPHABET

TARGET = Path("ocr/models/line_reader.onnx")


def export(weights: Path, target: Path = TARGET) -> None:
    """Fold the norms into the convolutions, keep the alphabet with the weights."""
    net = LineReader().eval()
    net.load_state_dict(torch.load(weights))
    torch.onnx.export(
        net, (torch.rand(1, 1, HEIGHT, 400),), str(target), input_names=["ink"], output_names=["scores"],
        dynamic_axes={"ink": {3: "width"}, "scores": {2: "steps"}}, dynamo=False,
    )  # fmt: skip
    model = onnx.load(str(target))
    onnx.helper.set_model_props(model, {"alphabet": json.dumps(ALPHABET)})
    onnx.save(model, str(target))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("weights", type=Path)
    export(parser.parse_args().weights)
