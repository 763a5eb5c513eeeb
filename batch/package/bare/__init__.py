"""Pictures without what else their files carry – position, camera, comments, thumbnails –, pixels
untouched.
"""
