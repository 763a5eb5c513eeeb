# SPDX-License-Identifier: Apache-2.0
"""A citizen's visit that is being typed at the counter page: kept as it is typed, and what it means.

In: what a browser sends. Out: drafts on this computer's disk, an ``Interview``. Called by the page alone.
"""
