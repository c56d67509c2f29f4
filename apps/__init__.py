"""Django: one app for each noun."""
