"""What is known about one record, about all of them, and what somebody should look at."""
