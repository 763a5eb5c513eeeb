# SPDX-License-Identifier: Apache-2.0
"""How the commands bear a store of many dossiers: seconds of processor time and memory at each size."""
