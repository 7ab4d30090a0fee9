"""The route for pages of no known site or software: prune, ask two extractors, settle on one node and read it."""
