"""Measures the engine's rounding beside other solvers, in one run: `make bench`."""
