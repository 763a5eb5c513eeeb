# SPDX-License-Identifier: Apache-2.0
"""Vietnamese text as recognisers give it: keys for comparing, possible syllables, encodings from before
Unicode.

In and out: texts. All of ``ocr`` and the rooms above may call it.
"""
