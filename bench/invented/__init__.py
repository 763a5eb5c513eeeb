# SPDX-License-Identifier: Apache-2.0
"""Invented people, papers, places and answers.

In: one seeded random source. Out: values of fields as they are typed and as they are meant; nobody real.
Called by all parts of the bench that fill pages or stores.
"""
