"""The result model and one renderer a format: each a pure function of a result.

May import the result model and the languages; knows nothing of the course, the sandbox or the checks.
"""
