# SPDX-License-Identifier: Apache-2.0
"""The practice desk: a store of its own with invented dossiers, ten exercises, and what would have happened.

In: where a practice home may be, and how pages are read. Out: a store with settings that lead to nothing
real, attempts at the exercises of ``exercises.yaml``, and a verdict on what really stands in an attempt's
dossier. The papers are made by ``samples.exercises`` and lie in ``papers/``. Called by ``batch.web`` and
``batch.desk``.
"""
