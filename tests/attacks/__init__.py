"""Attacks on the grader, a small file each, in groups by what they try; `catalogue` reads them."""
