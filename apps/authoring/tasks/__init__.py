"""What is done for drafts without anybody asking."""
