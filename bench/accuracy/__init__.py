# SPDX-License-Identifier: Apache-2.0
"""The accuracy run: generated pages of every kind, filling and condition, read as ``sohoa read`` does.

In: how many pages, a seed, perhaps blank forms and ink. Out: a folder of pages, truths and readings, and
the figures that docs/reading.md shows. Called by ``python -m bench.accuracy`` and ``bench.reading_tables``.
"""
