"""What the learned parts of the engine are trained from; nothing that colors a shot imports it."""
