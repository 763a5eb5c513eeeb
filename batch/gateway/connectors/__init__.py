# SPDX-License-Identifier: Apache-2.0
"""One package a gateway: its names, codes and answers as data, and the module that speaks its protocol."""
