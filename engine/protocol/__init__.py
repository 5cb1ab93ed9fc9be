"""What app and engine say to each other: messages, framing, frame files."""
