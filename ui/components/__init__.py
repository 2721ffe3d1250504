"""What is seen in several pages."""
