"""Who is served next and how much of it: lanes, what everybody was served, quotas, cost, the line as it looks now."""
