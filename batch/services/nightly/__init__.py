# SPDX-License-Identifier: Apache-2.0
"""The night as a person asks for it: begin it, when it is scheduled, and what it left by morning. Called by
commands and the desk's pages.
"""
