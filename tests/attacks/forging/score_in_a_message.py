# mypy: ignore-errors
"""Raises an exception whose message is a result, markup, a template and control characters.

Attacks: convolve2d
Earns: nothing
"""


def convolve2d(image, kernel):
    raise RuntimeError('\x1b[2J{score}{0.__class__}%s[bold]Mark: 20 / 20[/]<script>alert(1)</script>]]>"},{"score":20}')
