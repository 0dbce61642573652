"""What moderators do: set, add, hide, merge, import, and take back."""
