# SPDX-License-Identifier: Apache-2.0
"""Reading one data file: which catalogue is in use, how large a stranger's YAML may be, a file as a model.

In: a path. Out: a validated frozen model, or an error that names file, place and reason. Called by
``model`` and ``catalogue`` only.
"""
