"""The files of weights: which are needed, where they lie, whether they are right. Loads no model library."""
