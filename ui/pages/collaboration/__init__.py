"""What the page Network says above its map."""
