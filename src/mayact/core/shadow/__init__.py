"""What would have been decided while nothing was stopped, counted and put beside what the client would have asked."""
