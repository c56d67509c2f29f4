"""People: visitors known by a cookie, and those with an account."""
