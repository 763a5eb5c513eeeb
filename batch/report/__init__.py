# SPDX-License-Identifier: Apache-2.0
"""The numbers of a run or a period, counted from the store each time.

In: store and period. Out: numbers. Called by ``sohoa report`` and at the end of a run.
"""
