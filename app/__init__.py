"""What the artist sees and owns. Never imports torch, diffusers or transformers."""
