"""One file a page; each has `render()`: controls, one call, drawing."""
