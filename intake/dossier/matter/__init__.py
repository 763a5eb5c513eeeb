# SPDX-License-Identifier: Apache-2.0
"""The matter of a dossier (one child's birth, one couple's marriage): by what another dossier of it is found.

In: the form's values. Out: keys that dossiers of one matter share, and what is known of such a dossier. Pure;
called by store, check and services.
"""
