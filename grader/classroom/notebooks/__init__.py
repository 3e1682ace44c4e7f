"""Courses of nbgrader's: notebooks made of chapters, graded in the sandbox in the place of nbgrader's kernel."""
