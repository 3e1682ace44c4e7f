"""Who wrote the same: a class's own code, compared without running a line of it."""
