# SPDX-License-Identifier: Apache-2.0
"""A person reviews a dossier: what is doubtful, what was shown, and each doubt decided by itself.

In: the store, a dossier, who, what they saw and say. Out: what is left. Called by desks.
Nothing here decides several things in one word, and what was not on the screen can't be confirmed.
"""
