"""The window: widgets that show the document and send what the artist asks."""
