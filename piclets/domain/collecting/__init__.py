"""What makes collecting a game of its own: sets of things, and three things for each day."""
