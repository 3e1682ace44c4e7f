"""Judging: comparing answers with the reference's, naming mistakes, crediting speed.

May import `reference`, the course's vocabulary and the result model; never the sandbox.
"""
