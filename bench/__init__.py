"""What mayact costs, as ratios measured in one run."""
