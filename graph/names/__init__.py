"""Names: what is left of one when spelling is set aside, and which may mean the same organisation."""
