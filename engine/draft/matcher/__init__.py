"""The learned part of the draft colorizer: which region of known drawings each region of a new one is."""
