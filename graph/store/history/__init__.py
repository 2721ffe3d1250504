"""What has been done in the database: each load with its rows, the states it led through, and their names."""
