# mypy: ignore-errors
"""Says at import that it has functions it has not, and that they borrow from chapters that do not exist.

Attacks: the module
Verdict: graded
"""

import os
import stat
import struct

LOADED = b"\x93\xa6Loaded\x92\xaaconvolve2d\xa6conv2d\x81\xaaconvolve2d\x92\xb0chapter99.secret\xa1."

for number in range(3, 64):
    try:
        if stat.S_ISFIFO(os.fstat(number).st_mode):
            os.write(number, struct.pack(">II", len(LOADED) + 4, len(LOADED)) + LOADED)
    except OSError:
        continue
os._exit(0)
