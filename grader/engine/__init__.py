"""Grading: from a specification and a submission to a result.

Joins the course, the sandbox and the checks; knows no exercise by name and no report. `judge` is the process that does
a `job` for its `client`, the command line. `opening` reads a module, `unpacking` an archive, `session` keeps a
submission running, `numerical` and `speed` put an exercise to its checks, `blocking` looks for a function of an earlier
chapter to blame, `chapter` makes the verdicts.
"""
