"""Reading submissions as files: folders, single modules, notebooks, archives. No line of one is run here.

Imports the standard library only (`archive`, `unpacked` and `notebook`, which the command line does not load, NumPy
too). `kinds` tells what lies at a path, `reading` has the `Submission`, `folder` reads from folders. Inside a confined
worker `archive` unpacks, and `notebook` and `cells` pick what is graded of a notebook: only there is a stranger's text
parsed. `unpacked` and `picked` judge what came out of it.
"""

from grader.submission.reading import Submission, UnreadableSubmissionError
from grader.submission.text import Unreadable

__all__ = ["Submission", "Unreadable", "UnreadableSubmissionError"]
