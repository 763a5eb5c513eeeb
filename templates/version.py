# SPDX-License-Identifier: Apache-2.0
"""Which version of the program this is; the build takes it from here."""

VERSION = "0.4.0"
