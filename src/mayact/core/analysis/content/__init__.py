"""What texts and files hold: secrets by their form, and classes of data by path, pattern and repository."""
