"""What every question stands on: which area lies in which, who does what where, what a decision speaks of."""
