"""Trains the draft colorizer's matcher on made-up clips; `python -m engine.training.matcher` is the command."""
