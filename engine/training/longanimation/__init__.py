"""Trains LongAnimation's parts by the paper's three stages, and before them, for a small model, its codec and base."""
