# SPDX-License-Identifier: Apache-2.0
"""The pages of a dossier: how they lie, as its journal tells, and what was done with them in words.

In: events. Out: plain records, sentences. Called by the store, services and desks.
"""
