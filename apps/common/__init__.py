"""What three apps share and nothing else: the base row, the policy table, fragments."""
