# SPDX-License-Identifier: Apache-2.0
"""What a person changes in a dossier: values, holding it back, taking back; and that two people are told.

In: the store, values, who, the version they saw. Out: what came of it. Called by desks and other services.
"""
