"""What LongAnimation costs: operations counted without weights, seconds and memory measured on this machine."""
