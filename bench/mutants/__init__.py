# SPDX-License-Identifier: Apache-2.0
"""Mutation testing of the modules in which a wrong line harms a citizen, with mutmut.

``modules.yaml`` says which modules and by which tests they are judged; ``survivors.yaml`` which changes no
test can or need notice, and why. ``python -m bench.mutants`` runs it."""
