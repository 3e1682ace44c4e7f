# mypy: ignore-errors
"""Never comes to an end while it is imported.

Attacks: the module
Verdict: import_time
"""

import time

while True:
    time.sleep(1000)
