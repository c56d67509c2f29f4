"""A web process that tells, when it is asked by a signal, what of it nobody sees from outside."""
