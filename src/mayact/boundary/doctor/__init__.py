"""Looking at the machine and putting its guards to the test, for `mayact doctor`."""
