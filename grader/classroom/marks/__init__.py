"""Marks made of results for learning platforms: penalties, attempts, scale, rounding, and the platforms' files."""
