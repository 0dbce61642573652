"""What an editor reads of what they did: receipts, histories, previews of files."""
