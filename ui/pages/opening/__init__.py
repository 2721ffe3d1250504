"""What the page Start is put together from: what it asks, doors to answers, figures, what needs attention."""
