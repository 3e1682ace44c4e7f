"""One commit of a git repository that may be hostile, read without running or believing anything of it."""
