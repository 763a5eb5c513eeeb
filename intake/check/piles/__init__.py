# SPDX-License-Identifier: Apache-2.0
"""How a stack of several dossiers falls apart: by what its pages are and who is on them.

In: the pages of one dossier as they were read, in their order. Out: ``PileCut``, each paper with the heap it
belongs to, why, and how surely. Pure; who makes dossiers of it is ``intake.services.papers.parting``.
"""
