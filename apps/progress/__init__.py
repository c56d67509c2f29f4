"""What people do with items: attempts, answers, checks and grades."""
