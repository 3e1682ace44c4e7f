"""Running a submission: launching, limits, the wire format, and the small worker that runs beside the submission.

Imports nothing of the other rooms but the vocabulary of `grader.answers`. The worker's side is `worker`, `plain`,
`modules` and `confine`; the grader's side is `process` and `levels`; `wire` is what both speak.
"""
