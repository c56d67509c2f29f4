"""What a run shows to be wrong with a design, and the changes of it that the estimate supports."""
