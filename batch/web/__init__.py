# SPDX-License-Identifier: Apache-2.0
"""The desk as a web page on this computer (``sohoa desk``): in comes what a browser asks for, out go pages.

Called by ``batch.desk`` alone, which hands in the open store, the settings and who sits there
(``desk.WebDesk``). Pages ask ``services`` and draw; they open no transaction and know no SQL, like commands.

How a page is added:

1. A module in ``pages`` with functions ``PageVisit → Response``: what a person wants to see is drawn with
   ``visit.page("name.html", …)`` or ``visit.json(…)``, and what they changed ends with ``visit.go_to(…)``.
2. ``WAYS``, a tuple of ``Shows("/address/{id}", function)`` for what only looks and ``Changes(…)`` for what
   changes something; the module is named in ``pages.WAYS``. Functions are plain ones and run in threads.
3. A template in ``html/`` that extends ``base.html``. A form that changes something holds
   ``<input type="hidden" name="csrf" value="{{ csrf }}">``, a script asks through ``static/asking.js``.
   Texts are ``{{ _("…") }}`` and ``{{ ngettext(…) }}``, put into Vietnamese as everywhere
   (``docs/make_messages.py``). Scripts and styles stand in files: the content
   policy forbids all that stands in the page.

Values never stand in an address: not what a field says, and not what somebody looks for. Errors are raised as
everywhere; ``faults`` says them on a page. Everything else – who may come in, which site asks, headers,
language – is done for every page by ``guard`` and ``ways``.
"""
