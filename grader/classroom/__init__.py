"""Many submissions, a room each: batches, nbgrader's notebooks, repositories, kits, marks, similarity.

What they share stands here: judges that live on, fingerprints of gradings, the seed of unseen cases. May import the
engine, the course, submissions, the sandbox's launching and reports.
"""
