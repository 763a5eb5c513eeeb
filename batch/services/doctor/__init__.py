# SPDX-License-Identifier: Apache-2.0
"""What is missing, too old or damaged on this computer and in its store, and how to mend it.

In: settings, a moment. Out: one diagnosis after the other. Called by ``sohoa doctor``.
"""
