# SPDX-License-Identifier: Apache-2.0
"""The programs that sohoa is measured beside, and how values are found in their plain text."""
