"""Many submissions: judges side by side, batches, notebooks, repositories, learning platforms.

May import the engine, the course, submissions, the sandbox's launching and reports.
"""
