"""A design as a picture, made without a browser."""
