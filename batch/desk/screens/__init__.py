# SPDX-License-Identifier: Apache-2.0
"""What commands show, and what ``sohoa doctor`` examines."""
