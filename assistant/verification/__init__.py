"""Is a sentence that a model wrote supported by the passages that it cites? Does one article say what another does?

Doors: `verify.verify`, `restating.agree`, `entailment.read_again`. In doubt it is not.
"""
