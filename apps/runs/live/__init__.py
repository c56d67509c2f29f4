"""The live side of a run: its stream, its archive, the bell, and the hub that feeds the sockets of one process."""
