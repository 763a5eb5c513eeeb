# SPDX-License-Identifier: Apache-2.0
"""The registers of what is certified, made safe: a chained journal beside their lines, and do both agree?

In: lines as they are entered, changed or claimed. Out: what of them is no longer what was written. Called by
``batch.store.certifications``, ``intake.store.life.unclaimed``, ``intake.services.verifying`` and the doctor.
"""
