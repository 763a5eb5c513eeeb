# SPDX-License-Identifier: Apache-2.0
"""How a sample is made paper: typeset, printed, filled in by machine or by pen, its cards photocopied."""
