"""From a question to a cited answer over an index of articles."""
