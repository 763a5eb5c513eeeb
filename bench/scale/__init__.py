# SPDX-License-Identifier: Apache-2.0
"""How the commands bear a store of many dossiers.

In: sizes and a database. Out: stores of copied samples, and tables of processor time, memory and bytes by
command and size. Called by ``python -m bench.scale``.
"""
