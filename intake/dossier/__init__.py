# SPDX-License-Identifier: Apache-2.0
"""A dossier's own terms: tables, states, journal, deadlines, ids. Pure but for the table classes.

In and out: values. Everybody above may use them; nothing here opens a store.
"""
