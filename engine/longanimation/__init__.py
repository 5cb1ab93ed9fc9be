"""The LongAnimation colorizer: long shots colored by CogVideoX-1.5 under sketches and a memory."""
