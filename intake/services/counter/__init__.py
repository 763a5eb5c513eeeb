# SPDX-License-Identifier: Apache-2.0
"""A citizen at the counter: the procedure found by everyday words, the visit, what is still missing."""
