# SPDX-License-Identifier: Apache-2.0
"""The pages at which papers come in by themselves, not as files of this computer: from the scanner,
from a phone.

In: a ``PageVisit``. Out: a response. Named in ``batch.web.pages.WAYS``.
"""
