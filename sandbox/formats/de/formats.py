"""Numbers of the server keep the decimal point: many stand in attributes that programs read, and in ready sentences."""

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = " "
