"""When something of phase II may be done: phase, round, deadline, status."""
