"""A folder of submissions graded side by side, here or on a cluster, and the folder of its results."""
