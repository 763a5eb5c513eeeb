# SPDX-License-Identifier: Apache-2.0
"""Training of the line reader's weights (ocr/models/line_reader.onnx).

In: a seed, a number of steps, fonts, perhaps pen lines. Out: weights, curve and record of the run
(``bench.training``). Called by ``python -m bench.line_reader.train``.
"""
