# SPDX-License-Identifier: Apache-2.0
"""Words: the messages people read, how Vietnamese text is compared, and what text from outside may hold.

In: English messages, texts. Out: messages in the chosen language, keys for comparing, cleaned texts.
Everybody may call it; it reads no data file but its own catalogues of messages.
"""
