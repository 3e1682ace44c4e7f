"""For authors, in a checkout: stubs, catalogues, the proof of the cases. May import the course and the checks."""
