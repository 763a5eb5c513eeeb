# SPDX-License-Identifier: Apache-2.0
"""Filling official blank forms by machine: where values go, typing and penning over the leaders.

In: folders of blank PDFs, values, a random source. Out: clean pages with their truth.
"""
