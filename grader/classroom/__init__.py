"""Many submissions: repositories, kits, and what learning platforms read.

May import the engine, the course, the report, submissions and the sandbox.
"""
