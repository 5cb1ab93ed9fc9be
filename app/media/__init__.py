"""Pictures in and out of the app: sequences, decoding, caching, export; no Qt here."""
