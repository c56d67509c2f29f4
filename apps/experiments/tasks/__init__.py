"""What is done for experiments without anybody asking."""
