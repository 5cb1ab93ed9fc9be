"""Painting a frame: its colors beneath the lines, strokes that can be taken back, and the key it becomes. No Qt."""
