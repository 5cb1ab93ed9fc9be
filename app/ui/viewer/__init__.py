"""The viewer: playhead, frames fetched off the window's thread, and the canvas they are painted on."""
