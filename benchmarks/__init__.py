"""Speed and memory, side by side with peers in one run. Never a test: machines differ."""
