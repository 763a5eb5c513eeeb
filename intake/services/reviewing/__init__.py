# SPDX-License-Identifier: Apache-2.0
"""A person reviews a dossier: what is doubtful, what was shown, and each doubt decided by itself.

In: the store, a dossier, who, what they saw and say. Out: what is left. Called by desks.
What was not on the screen can't be confirmed; several values in one word only with each one's strip
(``screenful``).
"""
