"""Operations that people start: maintenance, replay, regrouping, recovery, feed discovery, and actions in the UI."""
