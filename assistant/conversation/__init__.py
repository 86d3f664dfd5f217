"""Talk: what is said to a greeting, thanks or doubt, and about the answer before. Door: `talk`."""
