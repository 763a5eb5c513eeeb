# SPDX-License-Identifier: Apache-2.0
"""When a result is due: working days, the 15:00 rule, a clock that stands still while the citizen is awaited.

Pure: moments and turns in, a day out.
"""
