# SPDX-License-Identifier: Apache-2.0
"""What can be done to a dossier – take in, fill and check, edit, answer, undo, visit – one function a use
case.

In: store, values and a clock. Out: values. Called by desks and the night's run; knows no screen.
"""
