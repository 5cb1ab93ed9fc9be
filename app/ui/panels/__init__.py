"""The parts of the window around canvas and timeline."""
