# SPDX-License-Identifier: Apache-2.0
"""The reader of handwriting: its lines, its network, its training, its figures.

In: a folder of pen lines with ``labels.tsv``, script fonts, weights to begin with. Out: weights and figures
of reading and of verifying, lists of how addresses and names are spelt. Called by ``python -m bench.pen``
and ``python -m bench.pen_reader.…`` (docs/development.md).
"""
