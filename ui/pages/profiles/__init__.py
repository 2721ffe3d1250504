"""One file a kind of profile, and the list to choose from."""
