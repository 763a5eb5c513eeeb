# SPDX-License-Identifier: Apache-2.0
"""What a commune reports, as data. In: YAML; out: indicators. Called by ``batch.report`` and
``batch.store``.
"""
