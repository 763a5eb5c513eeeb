"""What commands show, and what ``sohoa doctor`` examines."""
