"""What a student's notebook calls: `check("chapter04_convolution", "conv2d")`.

Takes the definitions from the cells that the kernel has run, and grades the exercise in the sandbox as `grade` does;
the kernel's own objects are not touched. May import the judges, the engine's job, the reports.
"""

from grader.notebook.checking import check

__all__ = ["check"]
