"""Painting in the viewer: tools, what they do to a frame, and how it becomes the frame's key."""
