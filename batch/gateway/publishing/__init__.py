# SPDX-License-Identifier: Apache-2.0
"""Files laid where a gateway fetches them by a link that only it is told and that ends.

Whoever has a link can read the paper behind it. So names can't be guessed, nothing lists them, and what was
laid is taken away again.
"""

from batch.gateway.publishing.publisher import Publisher, publisher_of

__all__ = ["Publisher", "publisher_of"]
