# mypy: ignore-errors
"""Says at import that it could not be confined, so that it is tried again unconfined.

Attacks: the module
Verdict: no_answer
"""

import os
import stat
import struct

REFUSED = b"\x92\xa7Refused\xabno landlock"

for number in range(3, 64):
    try:
        if stat.S_ISFIFO(os.fstat(number).st_mode):
            os.write(number, struct.pack(">II", len(REFUSED) + 4, len(REFUSED)) + REFUSED)
    except OSError:
        continue
