# SPDX-License-Identifier: Apache-2.0
"""Pages that were never paper: words of the file's own text layer, believed only where the picture agrees.

In: ``ocr.text_layer.TextLayer`` and the page. Out: words, values, and what speaks against the layer. Called
by ``page``.
"""
