"""Real services for the tests: PostgreSQL and Redis, without root or system packages."""
