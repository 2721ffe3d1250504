"""The network on a day and at a level, and what that leaves out."""
