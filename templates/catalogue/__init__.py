# SPDX-License-Identifier: Apache-2.0
"""All data files as one whole: loaded once a process, checked against each other, replaced by a bundle.

In: the folder of data files. Out: ``Catalogue``, and what is wrong or unverified in it. All rooms may load
it.
"""
