# SPDX-License-Identifier: Apache-2.0
"""The programs that sohoa is measured beside.

In: pages and how many cores there are. Out: their plain text, the values found in it by the labels, their
processor time. Called by ``bench.compare``.
"""
