"""States say what may happen: the processes of the MAS as tables, and nothing else."""
