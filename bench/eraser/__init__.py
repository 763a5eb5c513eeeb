# SPDX-License-Identifier: Apache-2.0
"""Training of the leader eraser's weights (ocr/models/eraser.npz).

In: a seed and a number of steps. Out: weights, curve and record of the run (``bench.training``). Called by
``python -m bench.eraser.train``.
"""
