# SPDX-License-Identifier: Apache-2.0
"""A gateway to practise on, over real HTTP on this computer only, with faults on demand."""
