# SPDX-License-Identifier: Apache-2.0
"""Whether the database in a home is the one that belongs there: marked beside it, checked on opening, brought
back or begun anew only because a person says so.
"""
