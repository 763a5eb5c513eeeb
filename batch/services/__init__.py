# SPDX-License-Identifier: Apache-2.0
"""What a person asks of the batch hall, one function each: ``run``, ``package``, ``push``, ``status``,
``slip``, ``mail``, ``doctor``, a visit's sheets. Where one stage does all of it, that stage's function is the
use case (``batch.report.report``, ``batch.slips.book``).

In: the store (which has the clock), settings, a person's words. Out: values to be shown. Called by the
commands, which only draw them, and by whatever desk comes beside them.
"""
