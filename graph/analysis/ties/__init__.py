"""Who meets whom through which group, and what would be left without one."""
