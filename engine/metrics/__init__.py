"""Measures that judge pictures by learned networks, which the user supplies: LPIPS, FID and FVD."""
