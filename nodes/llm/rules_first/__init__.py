"""Rules first: the offline rules decide what they surely read, a language model everything else."""
