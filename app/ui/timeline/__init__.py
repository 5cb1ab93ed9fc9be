"""The timeline: ruler, line art, keys and segments of a shot, and the gestures on them."""
