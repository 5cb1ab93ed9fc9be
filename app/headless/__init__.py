"""Commands without a window: the same project, the same engine, no Qt."""
