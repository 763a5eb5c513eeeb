# SPDX-License-Identifier: Apache-2.0
"""Whether another dossier is of the same matter: the same child, couple or deceased, or the same request.

In: the dossier and those that the store found by a key that they share. Out: findings; a person decides about
each that holds the dossier back.
"""
