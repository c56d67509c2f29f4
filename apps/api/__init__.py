"""Designs and runs for programs: the same actions, rights and quotas as on the pages, by tokens instead of cookies."""
