"""Training of the small network that reads the spots of a card (`python -m training.spots --help`)."""
