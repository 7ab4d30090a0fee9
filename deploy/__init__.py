"""What it takes to run Kho Tin's servers."""
