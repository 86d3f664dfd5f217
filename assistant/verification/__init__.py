"""Is a sentence that a language model wrote supported by the passages that it cites?

Door: `verify.verify`. In doubt it is not.
"""
