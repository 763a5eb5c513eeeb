# SPDX-License-Identifier: Apache-2.0
"""Whether a file is the result of a dossier: what was read on it, against what the dossier is about. In go
readings and the dossier's values, out come doubts; nobody but the services asks.
"""
