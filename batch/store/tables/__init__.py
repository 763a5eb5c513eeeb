# SPDX-License-Identifier: Apache-2.0
"""The tables that the batch hall adds to the store's. Imported by ``batch.store`` alone."""
