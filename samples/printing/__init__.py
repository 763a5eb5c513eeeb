# SPDX-License-Identifier: Apache-2.0
"""How a sample is made paper: typeset, printed, filled in by machine or by pen, its cards photocopied.

In: a form of the catalogue, values, a style. Out: a page as PDF or pixels with the truth about it. Called
by ``samples``, the bench and the tests.
"""
