# SPDX-License-Identifier: Apache-2.0
"""Handwriting: one line of pen in, its text out.

In: a line cut out of a page (``strip``). Out: characters with their probabilities. Called by the
recognisers (``ocr.recognise``); the network is trained by ``bench.pen_reader``.
"""
