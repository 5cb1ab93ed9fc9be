"""The networks, each with the key names of its released checkpoint so that weights load unchanged."""
