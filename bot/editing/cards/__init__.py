"""The cards of editing: receipts, histories, previews of files."""
