# SPDX-License-Identifier: Apache-2.0
"""Files laid into a folder, whole or not at all, never the same twice: what doors without a server share."""
