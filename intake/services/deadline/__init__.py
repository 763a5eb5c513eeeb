# SPDX-License-Identifier: Apache-2.0
"""When a dossier's result is due: turns of its clock in the journal, what the term hangs on, its day.

In: store, values and a clock. Out: days and turns. Called by desks, the night's run and slips.
"""
