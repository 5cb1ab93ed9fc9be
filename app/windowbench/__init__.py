"""The measurements of `bench ui` that need the real window; run as a process of its own by app.bench.ui."""
