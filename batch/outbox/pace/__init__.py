# SPDX-License-Identifier: Apache-2.0
"""When a gateway is asked, and when it is left alone for a while."""
