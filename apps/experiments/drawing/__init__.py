"""Charts of experiments as data for one small SVG template: places in a picture, round numbers at its axes."""
