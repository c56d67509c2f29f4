"""What is done for attempts without anybody asking."""
