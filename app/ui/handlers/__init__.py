"""What the actions do: one module for each part of the menus, named after what the artist is doing."""
