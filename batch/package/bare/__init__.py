# SPDX-License-Identifier: Apache-2.0
"""Pictures without what else their files carry – position, camera, comments, thumbnails –, pixels
untouched.
"""
