"""What is shown of a record: what the machine chose, and above it what people decided."""
