"""The viewers' half: sessions, players and bytes, in steps of half a second."""
