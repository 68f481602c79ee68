"""What tests share: factories, servers, receivers and the steps of a cycle."""
