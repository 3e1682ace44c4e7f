"""Reading submissions as files: folders, single modules, archives. No line of one is run or even parsed here.

Imports the standard library only (`archive` and `unpacked`, which the command line does not load, NumPy too). `kinds`
tells what lies at a path, `reading` has the `Submission`, `folder` reads from folders, `archive` unpacks inside a
confined worker, `unpacked` judges what came out of it.
"""

from grader.submission.reading import Submission, UnreadableSubmissionError
from grader.submission.text import Unreadable

__all__ = ["Submission", "Unreadable", "UnreadableSubmissionError"]
