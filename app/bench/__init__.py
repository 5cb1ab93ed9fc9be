"""Measures speed, memory and robustness on this computer on a shot that it draws itself, and colors on clips."""
