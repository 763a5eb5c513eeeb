# SPDX-License-Identifier: Apache-2.0
"""What stands in the data files, as frozen models: document types, procedures, rules, codes, units, slips.

In: the plain values of a file. Out: models, checked each for itself (whether they fit together is asked in
``catalogue``). All rooms may use the models.
"""
