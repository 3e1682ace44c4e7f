"""Running a submission: launching, limits, the wire format, and the small worker that runs beside the submission.

Imports nothing of the other rooms but the vocabulary (`grader.answers`, `grader.calling`). `launch` starts the warm
parent, `warm_parent` forks judge and workers; the worker's side is `worker`, `plain`, `modules`, `borrowing` and
`confine`; the judge's side is `forking`, `process` and `watchdog`; `frames`, `wire`, `messages` and `data` are what
both speak.
"""
