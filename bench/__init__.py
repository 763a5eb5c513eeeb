# SPDX-License-Identifier: Apache-2.0
"""Measuring and training: what sohoa reads, bears and takes, beside others and its own past; not shipped.

In come generated pages, stores and figures of a run; out go tables for ``docs/`` and weights for
``ocr/models``. Each part is a command (``python -m bench.NAME``, see README.md). It may use all rooms of
the program and ``samples``; only tests and other parts of the bench call it, never the program.
"""
