# SPDX-License-Identifier: Apache-2.0
"""One page read: the order of the steps, from pixels to ``PageReading``.

In: H×W×3 uint8, catalogue, dpi. Out: ``ocr.result.PageReading``. Called by ``intake.reading`` and the
bench.
"""
