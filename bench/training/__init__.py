# SPDX-License-Identifier: Apache-2.0
"""Training of networks that can be done again: counted in steps, seeded, resumable, told in files.

In: a *task* (``tasks.Task``: what is drawn, which network, which loss, how it is measured and written) and a
*plan* (``plan.Plan``: seed, steps, rates). Out: a folder with the weights, the curve and the record of the
run. Everything random in step n – examples, their order, noise, dropout – follows from the seed and n, so a
run that was stopped and goes on ends in the same weights as one that was not. Called by the commands of
``bench.line_reader`` and ``bench.eraser``; only ``loop``, ``checkpoint``, ``onnx_file`` and
the tasks import PyTorch.
"""
