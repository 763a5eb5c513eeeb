# SPDX-License-Identifier: Apache-2.0
"""What a person does with the pages of a dossier: look at them, move, remove, turn, sort, cut, replace them.

In: the store, the dossier as a person says it, pages as ``listing`` names them (file and number), who, the
version they saw, a client's id for a change that may be asked for twice. Out: ``Rearranged``. Nothing is ever
destroyed: the journal tells each change (``intake.dossier.pages``), and undo takes it back. Called by desks.
"""
