# SPDX-License-Identifier: Apache-2.0
"""What is read on a page, laid invisibly over its picture, so that a PDF can be searched: where each word
stands, and a font without strokes. Readings and reviewed values in, a text layer out; called by the package.
"""
