# SPDX-License-Identifier: Apache-2.0
"""An installation that needs no network: a folder of wheels, ours among them, and two scripts.

In: the lock file, an index of packages. Out: a kit for Linux or Windows (``python -m kit``), or a list of the
wheels that are lacking (``python -m kit.check``). Nobody in the product calls this.
"""
