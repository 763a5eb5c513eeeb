# SPDX-License-Identifier: Apache-2.0
"""A night of dossiers of mixed kinds on one computer, beside OCRmyPDF and a script that names the files.

In: how many dossiers, a seed. Out: a table. ``python -m bench.night``.
"""
