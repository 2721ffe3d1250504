"""Where somebody is missing, what is needed, and who could be asked."""
