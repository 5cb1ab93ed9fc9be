"""Questions that need an answer before the work goes on; none of them blocks the event loop."""
