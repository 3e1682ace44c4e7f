"""The grader's own code that runs in workers: drivers beside a submission, examinations in a worker of their own.

Imports NumPy and Keras, lazily. Nothing secret may stand here: a submission can read it. `models` turns a Keras model
into plain data and examines what comes back; a module a chapter, `chapterNN_name`, holds what is its own.
"""
