"""Grading: from a specification and a submission to a result.

Joins the course, the sandbox and the checks; knows no exercise by name and no report. `session` keeps a submission
running, `numerical` and `speed` put an exercise to its checks, `chapter` makes the verdicts of a chapter.
"""
