"""What authors of exercises run in a checkout: stubs from solutions. May import the course and the engine."""
