"""From files to hits: reading, splitting, indexing and searching a folder of Arabic articles."""
