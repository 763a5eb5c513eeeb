# SPDX-License-Identifier: Apache-2.0
"""What each step of a reading saw, as pictures, JSON and an HTML page. The files hold personal data.

In: what ``ocr.page.reading.trace`` collected. Out: files. Called by ``sohoa read --debug``.
"""
