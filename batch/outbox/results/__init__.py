# SPDX-License-Identifier: Apache-2.0
"""Results that come back by a door. In: what a status names; out: a result attached, or one that waits."""
