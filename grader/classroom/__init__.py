"""Many submissions: nbgrader's courses, classes, repositories, learning platforms."""
