# SPDX-License-Identifier: Apache-2.0
"""Copies of a whole store: made while the desk works, looked through, and brought back.

In: a home, a place (a folder, a USB disk, anything fsspec opens), a key where copies are locked. Out: what
was copied, what is damaged, a home that works again. Called by ``sohoa backup``, ``sohoa restore`` and the
night.

``place`` keeps bytes under names, ``sealing`` locks them, ``listing`` says which files
a copy has, ``copies`` is the folder of copies; ``make``, ``prune``, ``restore`` and ``verify`` are what is
done. The layout stands in docs/backup.md."""
