# SPDX-License-Identifier: Apache-2.0
"""Who the samples are about: invented people, their families, and what stands on each of their papers."""
