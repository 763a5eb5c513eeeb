# SPDX-License-Identifier: Apache-2.0
"""What dossiers are looked for by: terms made of names and numbers, and what a list is asked for.

In: texts as they stand on papers or were typed. Out: keys for comparing. Called by store and services.
"""
