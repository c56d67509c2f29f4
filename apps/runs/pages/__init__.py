"""Pages of runs beside the run itself."""
