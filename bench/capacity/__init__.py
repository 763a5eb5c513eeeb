# SPDX-License-Identifier: Apache-2.0
"""What a commune, a province and the country need, reckoned from what was measured (``python -m
bench.capacity``).
"""
