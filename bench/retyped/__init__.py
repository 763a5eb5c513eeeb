# SPDX-License-Identifier: Apache-2.0
"""Forms retyped as print shops, hospitals and offices do, in layouts that nothing here was tuned on.

In come the catalogue's printed labels, wordings that offices use for them (``wordings.yaml``), invented
values; out come scans with their truth, scored by layout, form and cause. No network trains on these pages
and no other part of the bench draws them. Called by ``python -m bench.retyped OUT``.
"""
