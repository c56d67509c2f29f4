"""How languages write numbers, where Backlot differs from what Django knows of them."""
