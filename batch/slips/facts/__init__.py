# SPDX-License-Identifier: Apache-2.0
"""What a dossier has to tell to its slips: who asked, which papers came, what is missing, which values are
sure, and days as official papers write them.

In: store, dossier, catalogue. Out: frozen records and words. Called by the other stages of ``slips``.
"""
