"""The kit that students get: stubs, and a grader that works by answers it brings along; the proof of what it lacks."""
