# SPDX-License-Identifier: Apache-2.0
"""What all gateways have in common as data: the states in which they say that a dossier stands."""
