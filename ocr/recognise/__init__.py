# SPDX-License-Identifier: Apache-2.0
"""The engines that read: the own line network, Tesseract, those of other packages; ROVER over their
readings.

In: strips of H×W uint8. Out: words with confidence. The only place of ``ocr`` that starts a program. Called
by ``page``, ``forms`` and ``cards`` through the registry.
"""
