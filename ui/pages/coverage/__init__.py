"""What the page Gaps draws beside and below its matrix."""
