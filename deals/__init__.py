"""The domain: what a deal is and what may be done to it; no clock, no file, no terminal."""
