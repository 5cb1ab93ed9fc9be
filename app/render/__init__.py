"""From the shot to the engine and back: process, client, requests, queue. Plain asyncio, no Qt."""
