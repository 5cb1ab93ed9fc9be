"""What the artist sees and owns. Never imports torch, diffusers or transformers."""

APP_VERSION = "0.1.0"
