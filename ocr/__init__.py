# SPDX-License-Identifier: Apache-2.0
"""Pixels in, facts out (``ocr.result``). Pure functions over images and templates; no database, no dossier.

In: a page as an array and the catalogue. Out: ``PageReading``, small, picklable and free of pixels. Called
by ``intake.reading``, which gives it a process, a time and a memory limit.

From the bottom: ``text``, ``values``, ``pixels``, ``layout``, ``lines``, ``recognise``, ``forms``,
``cards``, ``born_digital``, ``page``, ``drafting``, ``debug``.
"""
