# SPDX-License-Identifier: Apache-2.0
"""Who the samples are about: invented people, their families, and what stands on each of their papers.

In: nothing. Out: frozen records of people and papers. Called by ``samples.printing``, the bench and the
tests.
"""
