"""What operators start: maintenance, replay, regrouping, recovery, feed discovery, and actions from the UI."""
