"""``make bench``: what each stage costs, beside the bare tool it stands on, in the same run on the same pages."""
