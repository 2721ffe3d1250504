"""What the page Where says above its map."""
