# SPDX-License-Identifier: Apache-2.0
"""The indicators of a period as files and pictures: JSON and CSV for programs, Excel, a PDF to be signed,
SVG.

In: an ``IndicatorSheet``, the office. Out: bytes or text. Called by ``batch.desk`` and ``batch.web``.
"""
