# SPDX-License-Identifier: Apache-2.0
"""What a commune, a province and the country need, reckoned from what was measured.

In: counted dossiers and pages a year, measured times and sizes. Out: the tables of docs/capacity.md. Called
by ``python -m bench.capacity``.
"""
