# SPDX-License-Identifier: Apache-2.0
"""The network that reads a strip of pen, in ONNX Runtime on one core."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
import onnxruntime

from ocr.pen.strip import as_input


@dataclass(frozen=True)
class PenNetwork:
    """A session, and the characters of its classes: ``alphabet[n]`` is class n + 1, class 0 the blank."""

    session: onnxruntime.InferenceSession
    alphabet: str

    @classmethod
    def of(cls, weights: bytes) -> PenNetwork:
        """From the content of an ONNX file that ``bench.pen_reader.train`` wrote."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # one process a core beats threads inside one
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        session = onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
        return cls(session, str(json.loads(session.get_modelmeta().custom_metadata_map["alphabet"])))

    def log_probs(self, strip: np.ndarray) -> np.ndarray:
        """Of a strip (48×W, uint8): for each step (W/4 + some) the log probability of each class (S×C)."""
        scores = self.session.run(None, {"ink": as_input(strip)})[0][0].T
        return np.asarray(scores - np.logaddexp.reduce(scores, axis=1, keepdims=True))
