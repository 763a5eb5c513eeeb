# SPDX-License-Identifier: Apache-2.0
"""Files → pages: opened by content, one page at a time, each refusal with its reason.

In: a path and limits. Out: ``DocumentInfo``, ``PageImage`` (H×W or H×W×3 uint8, origin top left) or a
``Refusal``. Called by ``services`` and, inside the child process, by ``reading``.
"""
