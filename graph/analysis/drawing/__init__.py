"""Which part of the network fits one picture, and where everything stands on it."""
